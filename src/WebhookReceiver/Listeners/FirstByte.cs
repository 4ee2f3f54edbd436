using Microsoft.AspNetCore.Connections;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Closes a connection on which nothing arrives soon. The server itself allows a new connection as long as an old one between two requests, so a silent one would
/// be kept for a minute.
/// </summary>
internal static class FirstByte
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static ConnectionDelegate Await(ConnectionDelegate next) => async connection =>
    {
        var input = connection.Transport.Input;

        if (!input.TryRead(out var first))
        {
            using var patience = new CancellationTokenSource(Patience);
            await using var end = patience.Token.UnsafeRegister(static reader => ((System.IO.Pipelines.PipeReader)reader!).CancelPendingRead(), input);
            first = await input.ReadAsync(CancellationToken.None);
        }

        // Not consumed: the server reads it again from the start.
        input.AdvanceTo(first.Buffer.Start);

        if (first.IsCanceled)
        {
            connection.Abort(new ConnectionAbortedException("Nothing came."));
            return;
        }

        await next(connection);
    };
}
