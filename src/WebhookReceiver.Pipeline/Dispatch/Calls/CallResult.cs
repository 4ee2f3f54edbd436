using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>The result of one call.</summary>
/// <param name="Index">The handler's place in the plan.</param>
/// <param name="IsWanted">False when its predicate refused the event.</param>
/// <param name="Exception">The exception with which it failed; null when it succeeded.</param>
/// <param name="Begun">When it began, as a timestamp.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CallResult(int Index, bool IsWanted, Exception? Exception, long Begun);
