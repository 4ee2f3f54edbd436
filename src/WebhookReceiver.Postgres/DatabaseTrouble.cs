using Npgsql;

namespace WebhookReceiver.Postgres;

/// <summary>What an exception of the database means for its caller.</summary>
internal static class DatabaseTrouble
{
    /// <summary>Whether the statement certainly had no effect. Otherwise its commit may have succeeded, and only the answer was lost.</summary>
    public static bool IsRefusal(Exception exception, NpgsqlConnection connection) =>
        exception is PostgresException { InvariantSeverity: "ERROR" } && connection.State is System.Data.ConnectionState.Open;

    /// <summary>Whether it is trouble with the database, as opposed to a bug.</summary>
    public static bool Is(Exception exception) => exception is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>For callers of the contract, which know nothing of Npgsql.</summary>
    public static IOException ToIO(Exception exception) => new($"The database: {TextOf(exception)}", exception);

    /// <summary>For the log: Npgsql's messages name host and port, and no password.</summary>
    public static string TextOf(Exception exception) => exception switch
    {
        PostgresException server => $"{server.SqlState} {server.MessageText}",
        { InnerException: { } inner } => $"{exception.Message} {inner.Message}",
        _ => exception.Message,
    };
}
