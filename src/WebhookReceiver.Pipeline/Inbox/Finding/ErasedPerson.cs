using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>A person whose data was erased: what was received of them until then stays on disk until its file is deleted, but is not found any longer.</summary>
/// <param name="Term">The <see cref="SearchTerms"/> of one of the person's identifiers.</param>
/// <param name="At">What was received until then is not found.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ErasedPerson(ulong Term, DateTimeOffset At);
