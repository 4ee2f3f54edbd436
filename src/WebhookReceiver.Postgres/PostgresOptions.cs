using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Postgres;

/// <summary>The section <c>Inbox:Postgres</c>.</summary>
internal sealed class PostgresOptions
{
    public const string Section = "Inbox:Postgres";

    private const string DefaultSchema = "whatsapp";

    /// <summary>How to reach the database, in the words of Npgsql. Never logged.</summary>
    /// <value>none: required</value>
    [Secret]
    public string? ConnectionString { get; set; }

    /// <summary>The schema of the tables. Receivers with different schemas share nothing.</summary>
    /// <value><c>whatsapp</c></value>
    [AllowNull]
    public string Schema { get; set => field = value ?? DefaultSchema; } = DefaultSchema;

    /// <summary>Whether a start brings the schema up to date. If not, <c>inbox migrate</c> has to be run by a role that may.</summary>
    /// <value>true</value>
    public bool Migrate { get; set; } = true;

    /// <summary>How many connections an instance opens at most, besides the four that it keeps: for operators, and for reading again.</summary>
    /// <value>4</value>
    public int PoolSize { get; set; } = 4;

    /// <summary>Whether statements are prepared. Turn it off behind a pooler that does not allow it.</summary>
    /// <value>true</value>
    public bool Prepare { get; set; } = true;
}
