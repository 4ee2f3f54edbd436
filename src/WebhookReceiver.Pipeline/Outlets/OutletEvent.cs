using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Outlets;

/// <summary>An event as an outlet sees it.</summary>
/// <param name="Message">The event.</param>
/// <param name="Delivery">The delivery that brought it.</param>
/// <param name="Attempt">The number of the attempt that begins.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutletEvent(WhatsAppEvent Message, Delivery Delivery, int Attempt);
