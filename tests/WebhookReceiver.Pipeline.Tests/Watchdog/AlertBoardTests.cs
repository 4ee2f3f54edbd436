using WebhookReceiver.Watchdog;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Watchdog;

public sealed class AlertBoardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly AlertBoard board = new();

    [Fact]
    public void An_alert_begins_once_keeps_its_time_takes_the_newest_reason_and_ends_once()
    {
        var began = Assert.Single(board.Replace(Found(Alert.Disk, "little"), Noon));
        Assert.Equal((new ActiveAlert(Alert.Disk, Noon, "little"), null), (began.Alert, began.EndedAt));

        Assert.Empty(board.Replace(Found(Alert.Disk, "less"), Noon.AddHours(1)));
        Assert.Equal(new ActiveAlert(Alert.Disk, Noon, "less"), board.Active[Alert.Disk]);

        var ended = Assert.Single(board.Replace(new Dictionary<Alert, string>(), Noon.AddHours(2)));
        Assert.Equal((new ActiveAlert(Alert.Disk, Noon, "less"), Noon.AddHours(2)), (ended.Alert, ended.EndedAt));
        Assert.Empty(board.Active);
        Assert.Empty(board.Replace(new Dictionary<Alert, string>(), Noon.AddHours(3)));
    }

    [Fact]
    public void An_alert_that_comes_back_begins_anew()
    {
        board.Replace(Found(Alert.Disk, "a"), Noon);
        board.Replace(Found(Alert.Silence, "b"), Noon.AddHours(1));

        var changes = board.Replace(Found(Alert.Disk, "c"), Noon.AddHours(2));

        Assert.Equal([(Alert.Silence, true), (Alert.Disk, false)], changes.Select(static change => (change.Alert.Alert, change.EndedAt is not null)));
        Assert.Equal(Noon.AddHours(2), board.Active[Alert.Disk].Since);
    }

    [Fact]
    public void A_notice_is_tried_again_after_growing_pauses_and_not_for_ever()
    {
        var pauses = Enumerable.Range(1, AlertBackoff.MostAttempts).Select(AlertBackoff.After).ToList();

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, null], pauses.Select(static pause => pause?.TotalSeconds));
    }

    private static Dictionary<Alert, string> Found(Alert alert, string reason) => new() { [alert] = reason };
}
