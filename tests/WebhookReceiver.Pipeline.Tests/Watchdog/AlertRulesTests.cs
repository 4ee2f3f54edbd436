using WebhookReceiver.Observation;
using WebhookReceiver.Watchdog;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Watchdog;

/// <summary>Each rule at its limits: a step before it there is no alert, at it there is one, and it ends when the figure is well again.</summary>
public sealed class AlertRulesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    private AlertRules rules = new(silenceAfter: TimeSpan.FromHours(6), oldestOpen: TimeSpan.FromMinutes(15));
    private TimeSpan at;

    [Fact]
    public void A_service_that_receives_and_handles_has_no_alert()
    {
        for (var accepted = 0; accepted < 300; accepted++)
        {
            Assert.Empty(Judge(Endpoint(accepted: accepted, silent: Tick), Healthy));
        }
    }

    [Fact]
    public void Silence_begins_after_the_time_that_is_set_and_ends_with_the_next_delivery()
    {
        Assert.Empty(Judge(Endpoint(silent: TimeSpan.FromHours(6) - TimeSpan.FromTicks(1))));
        Assert.Equal(
            "nothing was accepted for 6 hours (Alerts:SilenceAfter); check the subscription of the app and the callback URL (register show)",
            Assert.Single(Judge(Endpoint(silent: TimeSpan.FromHours(6)))).Value);
        Assert.Equal([Alert.Silence], Judge(Endpoint(silent: TimeSpan.FromDays(3))).Keys);
        Assert.Empty(Judge(Endpoint(accepted: 1, silent: TimeSpan.Zero)));
    }

    [Fact]
    public void One_endpoint_that_receives_is_enough_against_silence() =>
        Assert.Empty(Judge(sample => sample with { Endpoints = [new("a", 0, 0, TimeSpan.FromDays(1)), new("b", 1, 0, TimeSpan.FromHours(1))] }));

    [Fact]
    public void Zero_turns_silence_and_old_events_off()
    {
        rules = new AlertRules(TimeSpan.Zero, TimeSpan.Zero);

        Assert.Empty(Judge(Endpoint(silent: TimeSpan.FromDays(30)), static sample => sample with { OldestOpen = TimeSpan.FromDays(30) }));
    }

    [Fact]
    public void Refusals_are_an_alert_when_there_are_several_and_nothing_is_accepted()
    {
        Assert.Empty(Judge(Endpoint(unproven: AlertRules.Several - 1)));
        var found = Judge(Endpoint(unproven: AlertRules.Several));

        Assert.Equal([Alert.Refused], found.Keys);
        Assert.Equal("endpoint default refused 5 deliveries within 10 minutes because of their signature or credentials, and accepted none; the secret is probably wrong", found[Alert.Refused]);
    }

    [Fact]
    public void A_delivery_that_is_accepted_ends_the_alert_about_refusals()
    {
        Judge(Endpoint(unproven: 100));

        Assert.Empty(Judge(Endpoint(unproven: 200, accepted: 1)));
    }

    [Fact]
    public void Refusals_beside_accepted_deliveries_are_strangers()
    {
        for (var tick = 1; tick < 100; tick++)
        {
            Assert.Empty(Judge(Endpoint(accepted: tick, unproven: 100 * tick)));
        }
    }

    [Fact]
    public void The_alert_about_refusals_stays_while_there_is_any_in_the_window_and_ends_after_it()
    {
        Judge(Endpoint(unproven: AlertRules.Several));
        Wait(TimeSpan.FromMinutes(9));
        Assert.Equal([Alert.Refused], Judge(Endpoint(unproven: AlertRules.Several + 1)).Keys);
        Wait(TimeSpan.FromMinutes(9));
        Assert.Equal([Alert.Refused], Judge(Endpoint(unproven: AlertRules.Several + 1)).Keys);
        Wait(TimeSpan.FromMinutes(2));
        Assert.Empty(Judge(Endpoint(unproven: AlertRules.Several + 1)));
        Assert.Empty(Judge(Endpoint(unproven: AlertRules.Several + 2)));
    }

    [Fact]
    public void Each_endpoint_is_judged_by_itself()
    {
        var found = Judge(static sample => sample with { Endpoints = [new("a", 50, 0, Tick), new("b", 0, 7, Tick), new("c", 0, 6, Tick), new("d", 0, 1, Tick)] });

        Assert.StartsWith("endpoint b, c refused 13 deliveries", found[Alert.Refused], StringComparison.Ordinal);
    }

    [Fact]
    public void Events_that_arrive_late_are_an_alert_from_several_on_until_none_did_in_the_window()
    {
        Assert.Empty(Judge(Late(0)));
        Assert.Empty(Judge(Late(4)));
        Assert.Equal("5 events arrived late within 10 minutes: their sender repeats what it could not deliver before, or the clock of this machine is wrong", Judge(Late(5))[Alert.Retried]);
        Wait(TimeSpan.FromMinutes(9));
        Assert.Equal([Alert.Retried], Judge(Late(6)).Keys);
        Wait(TimeSpan.FromMinutes(11));
        Assert.Empty(Judge(Late(6)));
    }

    [Fact]
    public void An_old_event_is_an_alert_until_it_is_handled()
    {
        Assert.Empty(Judge(Open(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1))));
        Assert.Equal("the oldest event that is not handled is 15 minutes old (Alerts:OldestOpen); a handler is paused, hangs or fails, or there is more than it can do", Judge(Open(TimeSpan.FromMinutes(15)))[Alert.OldEvents]);
        Assert.Empty(Judge(Open(TimeSpan.FromSeconds(1))));
        Assert.Empty(Judge(Open(null)));
    }

    [Fact]
    public void Dead_letters_of_earlier_runs_are_no_alert_and_a_new_one_is_for_an_hour()
    {
        Assert.Empty(Judge(Letters(null)));
        Assert.Empty(Judge(Letters(40)));
        Assert.Equal("1 dead letter(s) were added within the last hour, and 41 are kept (dead-letters list)", Judge(Letters(41))[Alert.DeadLetters]);
        Wait(TimeSpan.FromMinutes(59));
        Assert.Equal([Alert.DeadLetters], Judge(Letters(41)).Keys);
        Wait(TimeSpan.FromMinutes(2));
        Assert.Empty(Judge(Letters(41)));
    }

    [Fact]
    public void Discarding_dead_letters_hides_no_new_one()
    {
        Judge(Letters(40));
        Assert.Empty(Judge(Letters(10)));
        Assert.Equal("2 dead letter(s) were added within the last hour, and 12 are kept (dead-letters list)", Judge(Letters(12))[Alert.DeadLetters]);
        Assert.Empty(Judge(Letters(10)));
        Assert.Empty(Judge(Letters(null)));
    }

    [Fact]
    public void A_dead_letter_that_is_written_before_the_first_look_is_new() =>
        Assert.Equal("2 dead letter(s) were added within the last hour, and 42 are kept (dead-letters list)", Judge(Letters(42), Written(2))[Alert.DeadLetters]);

    [Fact]
    public void What_expires_at_the_same_time_hides_no_new_one()
    {
        Assert.Empty(Judge(Letters(40)));
        Assert.Equal("3 dead letter(s) were added within the last hour, and 30 are kept (dead-letters list)", Judge(Letters(30), Written(3))[Alert.DeadLetters]);
        Wait(TimeSpan.FromMinutes(61));
        Assert.Empty(Judge(Letters(30), Written(3)));
        Assert.Equal("2 dead letter(s) were added within the last hour, and 4 are kept (dead-letters list)", Judge(Letters(4), Written(5))[Alert.DeadLetters]);
        Assert.Equal("1 dead letter(s) were added within the last hour, and 1 are kept (dead-letters list)", Judge(Letters(1), Written(5))[Alert.DeadLetters]);
        Assert.Empty(Judge(Letters(0), Written(5)));
    }

    [Fact]
    public void A_disk_is_getting_full_below_twice_what_must_stay_free_and_well_again_above_two_and_a_half()
    {
        Assert.Empty(Judge(Free(2000, 1000)));
        Assert.Equal("1999 bytes are free for the inbox; below 1000 (Inbox:MinimumFreeBytes) deliveries are answered with 503", Judge(Free(1999, 1000))[Alert.Disk]);
        Assert.Equal([Alert.Disk], Judge(Free(2499, 1000)).Keys);
        Assert.Empty(Judge(Free(2500, 1000)));
        Assert.Empty(Judge(Free(2001, 1000)));
        Assert.Empty(Judge(Free(0, 0)));
        Assert.Empty(Judge(Free(null, 1000)));
        Assert.Empty(Judge(Free(long.MaxValue, long.MaxValue / 4)));
    }

    [Fact]
    public void A_certificate_is_an_alert_two_weeks_before_its_end_and_after_it()
    {
        Assert.Empty(Judge(Ends(TimeSpan.FromDays(14) + TimeSpan.FromTicks(1))));
        Assert.Equal("a certificate of Tls:CertificatePath ends in 14 days", Judge(Ends(TimeSpan.FromDays(14)))[Alert.Certificate]);
        Assert.Equal("a certificate of Tls:CertificatePath ends in 1 seconds", Judge(Ends(TimeSpan.FromSeconds(1)))[Alert.Certificate]);
        Assert.Equal("a certificate of Tls:CertificatePath has ended", Judge(Ends(TimeSpan.Zero))[Alert.Certificate]);
        Assert.Equal("a certificate of Tls:CertificatePath has ended", Judge(Ends(TimeSpan.FromDays(-3)))[Alert.Certificate]);
        Assert.Empty(Judge(Ends(TimeSpan.FromDays(90))));
    }

    [Fact]
    public void All_may_be_true_at_once()
    {
        Judge(Letters(0));
        var found = Judge(
            Endpoint(unproven: 9, silent: TimeSpan.FromDays(1)), Late(9), Open(TimeSpan.FromDays(1)), Ends(TimeSpan.Zero),
            static sample => sample with { Store = new StoreFigures { DeadLetters = 3, FreeBytes = 1, MinimumFreeBytes = 1000 } });

        Assert.Equal(AlertExtensions.All, found.Keys.Order());
    }

    [Fact]
    public void Every_alert_has_a_name_of_its_own() =>
        Assert.Equal(["silence", "refused", "retried", "old_events", "dead_letters", "disk", "certificate"], AlertExtensions.All.Select(static alert => alert.Name()));

    private static WatchSample Healthy(WatchSample sample) => sample with
    {
        LateArrivals = 4,
        OldestOpen = TimeSpan.FromMinutes(14),
        Certificate = new("x", TimeSpan.FromDays(15)),
        Store = new StoreFigures { DeadLetters = 7, FreeBytes = 2000, MinimumFreeBytes = 1000 },
    };

    private static Func<WatchSample, WatchSample> Endpoint(long accepted = 0, long unproven = 0, TimeSpan silent = default) =>
        sample => sample with { Endpoints = [new EndpointSample("default", accepted, unproven, silent)] };

    private static Func<WatchSample, WatchSample> Late(long events) => sample => sample with { LateArrivals = events };

    private static Func<WatchSample, WatchSample> Open(TimeSpan? age) => sample => sample with { OldestOpen = age };

    private static Func<WatchSample, WatchSample> Letters(long? count) => sample => sample with { Store = new StoreFigures { DeadLetters = count } };

    private static Func<WatchSample, WatchSample> Written(long count) => sample => sample with { DeadLettered = count };

    private static Func<WatchSample, WatchSample> Free(long? bytes, long minimum) => sample => sample with { Store = new StoreFigures { FreeBytes = bytes, MinimumFreeBytes = minimum } };

    private static Func<WatchSample, WatchSample> Ends(TimeSpan remaining) => sample => sample with { Certificate = new CertificateSample("Tls:CertificatePath", remaining) };

    private void Wait(TimeSpan time) => at += time - Tick;

    /// <summary>The next look, with these figures and otherwise nothing.</summary>
    private IReadOnlyDictionary<Alert, string> Judge(params Func<WatchSample, WatchSample>[] figures) =>
        rules.Judge(figures.Aggregate(new WatchSample { At = at += Tick }, static (sample, change) => change(sample)));
}
