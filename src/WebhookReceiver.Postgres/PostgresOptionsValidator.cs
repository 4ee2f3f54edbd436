using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>The rules of the section <c>Inbox:Postgres</c>, which apply when the store is chosen.</summary>
internal sealed partial class PostgresOptionsValidator(IOptions<InboxOptions> inbox) : IValidateOptions<PostgresOptions>
{
    private const int LargestPool = 100;

    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        if (!inbox.Value.Store.Equals(PostgresServices.StoreName, StringComparison.OrdinalIgnoreCase))
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = new List<string>();

        if (ProblemOf(options.ConnectionString) is { } problem)
        {
            problems.Add($"Inbox:Postgres:ConnectionString {problem}");
        }

        if (!SchemaName().IsMatch(options.Schema))
        {
            problems.Add($"Inbox:Postgres:Schema is '{options.Schema}'; it must be 1 to 40 lower-case letters, digits and underscores, and begin with a letter.");
        }

        if (options.PoolSize is < 1 or > LargestPool)
        {
            problems.Add($"Inbox:Postgres:PoolSize is {options.PoolSize}; it must be between 1 and {LargestPool}.");
        }

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Never with the value: it may contain a password.</summary>
    private static string? ProblemOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is missing; write for example Host=db;Database=whatsapp;Username=whatsapp;Passfile=/run/secrets/pgpass.";
        }

        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host) ? "names no Host." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return "is not a connection string: it consists of Name=value pairs, separated by semicolons, with the names that Npgsql documents.";
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemaName();
}
