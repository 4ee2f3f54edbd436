namespace WebhookReceiver.Postgres;

/// <summary>Refuses a server whose commit promises nothing.</summary>
internal sealed class ServerCheck(Database database)
{
    /// <exception cref="InvalidDataException">The server acknowledges commits that a crash undoes.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command("select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        if (await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidDataException(
                $"The database runs with {reader.GetString(0)}=off: it acknowledges commits that a crash of the server undoes, so a 200 would promise nothing. Turn it on for this database or role.");
        }
    }
}
