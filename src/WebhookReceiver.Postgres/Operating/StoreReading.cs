using Npgsql;

namespace WebhookReceiver.Postgres;

/// <summary>Reads for operators, who may have to wait: without a time limit.</summary>
internal sealed class StoreReading(Database database)
{
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public async Task<List<T>> ListAsync<T>(string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        try
        {
            var found = new List<T>();
            await using var command = database.Command(text, values);
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);

            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(read(reader));
            }

            return found;
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
    }
}
