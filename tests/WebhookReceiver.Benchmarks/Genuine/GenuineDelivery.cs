using System.Runtime.InteropServices;

namespace WebhookReceiver.Benchmarks;

/// <summary>A delivery of the genuine sender and its outcome.</summary>
/// <param name="Due">When it was to be sent, as a timestamp.</param>
/// <param name="IsNew">It had a connection of its own.</param>
/// <param name="Took">From when it was due until 200 was read; null when it was not answered in time, or with another status.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GenuineDelivery(long Due, bool IsNew, TimeSpan? Took);
