using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>A handler class that does what the script says.</summary>
internal abstract class Desk(Calls calls) : IWhatsAppHandler<TextMessage>
{
    public Task HandleAsync(TextMessage message, WhatsAppContext context, CancellationToken cancellationToken) =>
        calls.Call(GetType().FullName!, message, context, cancellationToken);
}

internal sealed class FirstDesk(Calls calls) : Desk(calls);

internal sealed class SecondDesk(Calls calls) : Desk(calls);

internal sealed class ThirdDesk(Calls calls) : Desk(calls);
