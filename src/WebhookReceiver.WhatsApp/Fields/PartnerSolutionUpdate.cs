using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A multi-partner solution was created or changed its status (Meta's <c>partner_solutions</c> webhook reference). <see cref="WhatsAppEvent.Account"/> is a
/// business portfolio here, not a WhatsApp Business Account.
/// </summary>
public sealed record PartnerSolutionUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public PartnerSolutionUpdate()
    {
    }

    internal PartnerSolutionUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        Event = item["event"u8].Name;
        SolutionId = item["solution_id"u8].Name;
        SolutionStatus = item["solution_status"u8].Name;
    }

    /// <summary><c>SOLUTION_CREATED</c>, <c>SOLUTION_UPDATED</c>; the list is open.</summary>
    public string? Event { get; init; }

    /// <summary>The solution.</summary>
    public string? SolutionId { get; init; }

    /// <summary><c>ACTIVE</c>, <c>DEACTIVATED</c>, <c>DRAFT</c>, <c>INITIATED</c>, <c>PENDING_DEACTIVATION</c>, <c>REJECTED</c>; the list is open.</summary>
    public string? SolutionStatus { get; init; }
}
