namespace WebhookReceiver.Commands.Register;

/// <summary>Reads what has just been changed. If that fails, the message says that the change itself was accepted.</summary>
internal static class ReadBack
{
    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    public static async Task<T> AfterChangeAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (CommandFailedException exception)
        {
            throw new CommandFailedException($"The change was accepted, but could not be read back. {exception.Message}", exception);
        }
    }
}
