using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.EventLogging;

/// <summary>An event that gets a line in the event log.</summary>
/// <param name="Message">The event.</param>
/// <param name="Delivery">What it came in.</param>
/// <param name="Attempt">The number of the attempt that begins.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoggedEvent(WhatsAppEvent Message, Delivery Delivery, int Attempt);
