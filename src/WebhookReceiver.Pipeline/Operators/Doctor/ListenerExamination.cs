using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Operators;

/// <summary>Which addresses the server listens on, and who can reach that of the operations.</summary>
internal sealed class ListenerExamination(IServer server, IOptions<OperationsOptions> operations) : IExamination
{
    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Checks().ToAsync(cancellationToken);

    private IEnumerable<DoctorCheck> Checks()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

        yield return addresses.Count > 0
            ? DoctorCheck.Ok("Listeners", string.Join(", ", addresses))
            : DoctorCheck.Failed("Listeners", "The server reports no address.", "Set Urls.");

        yield return DoctorCheck.NotChecked(
            "Reachable for Meta",
            "Whether the callback URL is reached from the internet cannot be seen from here.",
            "Send a test from Meta's dashboard (WhatsApp, Configuration, Webhook fields, Test), and watch the events page.");

        yield return Exposure(operations.Value.Url);
    }

    private static DoctorCheck Exposure(string? url)
    {
        const string Name = "Operations listener";

        if (string.IsNullOrEmpty(url))
        {
            return DoctorCheck.Ok(Name, "Reached from this machine only.");
        }

        var address = BindingAddress.Parse(url);
        var isLocal = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

        return isLocal
            ? DoctorCheck.Ok(Name, $"{url} is reached from this machine only.")
            : DoctorCheck.Warning(Name, $"{url} is reached from other machines.", "Bind it to 127.0.0.1 and use an ssh tunnel, or let a firewall or a proxy with https decide who reaches it.");
    }
}
