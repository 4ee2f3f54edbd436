using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Where a dead letter is in the records of a frame.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Which version of it; see <see cref="OutcomeState"/>.</param>
/// <param name="Start">Where its JSON begins.</param>
/// <param name="JsonLength">The length of the JSON.</param>
/// <param name="BodyLength">The length of the notification that follows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenDeadLetter(Guid Id, long Version, int Start, int JsonLength, int BodyLength);
