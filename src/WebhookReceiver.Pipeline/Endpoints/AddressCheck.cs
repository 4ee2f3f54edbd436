using Microsoft.AspNetCore.Http;
using WebhookReceiver.Observation;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>Refuses requests from addresses that are not on an endpoint's list, before anything else is looked at; or only reports them.</summary>
internal sealed class AddressCheck(SenderAddresses senders, RefusalLog refusals)
{
    /// <returns>Whether the request was answered with a refusal.</returns>
    public bool IsRefused(CallbackEndpoint endpoint, AllowedAddresses allowed, HttpContext context)
    {
        var sender = senders.Of(context);

        if (allowed.Include(sender))
        {
            return false;
        }

        if (!endpoint.IsEnforcingAddresses)
        {
            refusals.Unlisted(endpoint.Name, sender);
            return false;
        }

        refusals.Refused(endpoint.Name, Refusal.Address, sender);
        context.Response.StatusCode = Refusal.Address.StatusCode();
        Refusals.EndConnection(context.Response);
        return true;
    }
}
