using System.Globalization;
using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Operators;

/// <summary>Where a search continues: with the events of a delivery before an ordinal, then with older deliveries. Callers get it as text and hand it back.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Before">The ordinal in it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SearchCursor(DeliveryPosition Delivery, int Before)
{
    public static bool TryParse(string text, out SearchCursor cursor)
    {
        cursor = default;

        if (text.Split('.') is not [var sequence, var offset, var before]
            || !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(offset, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place)
            || !int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
        {
            return false;
        }

        cursor = new SearchCursor(new DeliveryPosition(number, place), ordinal);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Delivery.Sequence}.{Delivery.Offset}.{Before}");
}
