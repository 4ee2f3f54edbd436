using Npgsql;

namespace WebhookReceiver.Postgres;

/// <summary>Runs a statement for callers that know nothing of Npgsql.</summary>
internal static class Statements
{
    extension(Database database)
    {
        /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
        public async Task ExecuteAsync(string text, CancellationToken cancellationToken, params object?[] values)
        {
            try
            {
                await using var command = database.Command(text, values);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
            {
                throw DatabaseTrouble.ToIO(exception);
            }
        }

        /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
        public async Task<List<T>> QueryAsync<T>(string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
        {
            await using var command = database.Command(text, values);
            return await command.ReadAllAsync(read, cancellationToken);
        }
    }

    extension(NpgsqlCommand command)
    {
        /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
        public async Task<List<T>> ReadAllAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        {
            try
            {
                var found = new List<T>();
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
}
