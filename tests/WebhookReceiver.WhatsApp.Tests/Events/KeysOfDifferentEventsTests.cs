namespace WebhookReceiver.WhatsApp.Tests;

public sealed class KeysOfDifferentEventsTests
{
    [Fact]
    public void Each_state_of_a_message_is_an_event_of_its_own() => AssertAllDiffer(
        Notification.OfStatuses(Notification.Status(state: "sent")),
        Notification.OfStatuses(Notification.Status(state: "delivered")),
        Notification.OfStatuses(Notification.Status(state: "read")));

    [Fact]
    public void Each_message_has_its_own_statuses() => AssertAllDiffer(
        Notification.OfStatuses(Notification.Status("wamid.1")),
        Notification.OfStatuses(Notification.Status("wamid.2")));

    [Fact]
    public void Each_member_of_a_group_reads_for_himself() => AssertAllDiffer(
        Notification.OfStatuses("""{"id":"wamid.1","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_id":"15550100301"}"""),
        Notification.OfStatuses("""{"id":"wamid.1","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_id":"15550100302"}"""),
        Notification.OfStatuses("""{"id":"wamid.1","status":"read","recipient_id":"g","recipient_type":"group","recipient_participant_user_id":"US.1"}"""),
        Notification.OfStatuses("""{"id":"wamid.1","status":"read","recipient_id":"g","recipient_type":"group"}"""),
        Notification.OfStatuses("""{"id":"wamid.1","status":"read","recipient_id":"h","recipient_type":"group","recipient_participant_id":"15550100301"}"""));

    [Fact]
    public void Each_payment_attempt_has_its_own_states() => AssertAllDiffer(
        Payment("1781000000", "pay_1"),
        Payment("1781000001", "pay_1"),
        Payment("1781000000", "pay_2"));

    [Fact]
    public void The_time_is_not_part_of_an_ordinary_statuss_identity()
    {
        var first = Notification.StatusOf("""{"id":"wamid.1","status":"read","timestamp":"1781000000","recipient_id":"15550100300"}""");
        var again = Notification.StatusOf("""{"id":"wamid.1","status":"read","timestamp":"1781000009","recipient_id":"+15550100300"}""");

        Assert.Equal(first.Key, again.Key);
    }

    [Fact]
    public void Each_business_number_has_its_own_messages() => AssertAllDiffer(
        Notification.OfValue($$$"""{"metadata":{"phone_number_id":"1"},"messages":[{{{Notification.Text()}}}]}"""),
        Notification.OfValue($$$"""{"metadata":{"phone_number_id":"2"},"messages":[{{{Notification.Text()}}}]}"""),
        Notification.OfValue($$"""{"messages":[{{Notification.Text()}}]}"""));

    [Fact]
    public void Each_business_number_has_its_own_statuses() => AssertAllDiffer(
        Notification.OfValue($$$"""{"metadata":{"phone_number_id":"1"},"statuses":[{{{Notification.Status()}}}]}"""),
        Notification.OfValue($$$"""{"metadata":{"phone_number_id":"2"},"statuses":[{{{Notification.Status()}}}]}"""));

    [Fact]
    public void The_same_text_is_a_different_event_in_every_list() => AssertAllDiffer(
        Notification.OfMessages("{}"),
        Notification.OfStatuses("{}"),
        Notification.OfErrors("{}"),
        Notification.OfMembers("\"user_actions\":[{}]"),
        Notification.OfValue("{}", "flows"),
        "{}");

    [Fact]
    public void A_message_and_a_status_with_the_same_id_are_two_events() => AssertAllDiffer(
        Notification.OfMessages("""{"id":"wamid.1"}"""),
        Notification.OfStatuses("""{"id":"wamid.1"}"""));

    [Fact]
    public void Each_account_and_field_and_time_and_value_is_a_change_of_its_own() => AssertAllDiffer(
        Change("1", "flows", "1781000000", "{}"),
        Change("2", "flows", "1781000000", "{}"),
        Change("1", "security", "1781000000", "{}"),
        Change("1", "flows", "1781000001", "{}"),
        Change("1", "flows", "null", "{}"),
        Change("1", "flows", "1781000000", "[]"));

    [Fact]
    public void An_id_of_64_KB_and_one_that_looks_like_a_path_have_keys_like_any_other() => AssertAllDiffer(
        Notification.OfMessages(Notification.Text(new string('x', 64 * 1024))),
        Notification.OfMessages(Notification.Text(new string('x', (64 * 1024) - 1) + "y")),
        Notification.OfMessages(Notification.Text("../../etc/passwd")),
        Notification.OfMessages(Notification.Text(string.Empty)));

    private static string Payment(string time, string transaction) => Notification.OfStatuses(
        $$$$"""{"id":"wamid.1","type":"payment","status":"failed","timestamp":"{{{{time}}}}","recipient_id":"1","payment":{"transaction":{"id":"{{{{transaction}}}}"}}}""");

    private static string Change(string account, string field, string time, string value) => Notification.OfEntries(
        $$$"""{"id":"{{{account}}}","time":{{{time}}},"changes":[{"field":"{{{field}}}","value":{{{value}}}}]}""");

    private static void AssertAllDiffer(params string[] bodies)
    {
        var keys = bodies.Select(body => Notification.Event(body).Key);

        Assert.Equal(bodies.Length, keys.Distinct().Count());
    }
}
