using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Where a dead letter stands in the records of a frame.</summary>
/// <param name="Id">Which.</param>
/// <param name="Version">In which of its states; see <see cref="OutcomeState"/>.</param>
/// <param name="Start">Where its JSON begins.</param>
/// <param name="JsonLength">How long that is.</param>
/// <param name="BodyLength">How long the notification is that follows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenDeadLetter(Guid Id, long Version, int Start, int JsonLength, int BodyLength);
