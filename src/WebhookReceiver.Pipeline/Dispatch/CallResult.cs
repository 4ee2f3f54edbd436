using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>What came of one call.</summary>
/// <param name="Handler">Of which handler.</param>
/// <param name="IsWanted">False when its predicate said that the event is none for it.</param>
/// <param name="Exception">With what it failed; null when it did not.</param>
/// <param name="Begun">When it began, as a timestamp.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallResult(string Handler, bool IsWanted, Exception? Exception, long Begun);
