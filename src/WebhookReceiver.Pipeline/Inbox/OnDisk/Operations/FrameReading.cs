using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Decides whether an intact frame is understood.</summary>
internal delegate bool FrameCheck(in Frame frame);

/// <summary>Reads frames as recovery would, and discards their contents.</summary>
internal static class FrameReading
{
    private static readonly InboxClock NoTime = new(TimeProvider.System, new BootIdentity(string.Empty), NullLogger<InboxClock>.Instance);

    // Never opened: verification looks up no keys.
    private static readonly HandledKeys NoKeys =
        new(new PortableDisk(), new InboxFolder(string.Empty), Options.Create(new InboxOptions()), NoTime, NullLogger<HandledKeys>.Instance);

    public static bool IsDelivery(in Frame frame)
    {
        try
        {
            DeliveryFrame.Read(frame);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    public static bool IsOutcomes(in Frame frame)
    {
        try
        {
            new OutcomeReplay(frame.Body).Into(new OutcomeState(NoKeys), static _ => { }, writtenAt: 0, default, withKeys: false);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentOutOfRangeException or JsonException)
        {
            return false;
        }
    }
}
