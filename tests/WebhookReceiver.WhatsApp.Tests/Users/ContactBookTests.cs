namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ContactBookTests
{
    [Fact]
    public void A_contact_is_matched_by_id_and_not_by_position()
    {
        var events = Read(
            """[{"wa_id":"15550100302","profile":{"name":"Ben"}},{"wa_id":"15550100301","profile":{"name":"Ann"}}]""",
            Notification.Text("wamid.1", "15550100301"),
            Notification.Text("wamid.2", "15550100302"));

        Assert.Equal("Ann, Ben", Names(events));
    }

    [Fact]
    public void One_contact_may_describe_several_messages()
    {
        var events = Read(
            """[{"wa_id":"15550100301","profile":{"name":"Ann"}}]""",
            Notification.Text("wamid.1", "15550100301"),
            Notification.Text("wamid.2", "15550100302"),
            Notification.Text("wamid.3", "15550100301"));

        Assert.Equal("Ann, , Ann", Names(events));
    }

    [Fact]
    public void A_business_scoped_id_matches_where_there_is_no_phone_number()
    {
        var events = Read(
            """[{"user_id":"US.2","profile":{"name":"Ben"}},{"user_id":"US.1","profile":{"name":"Ann","username":"ann.1"}}]""",
            """{"id":"wamid.1","from_user_id":"US.1","type":"text"}""",
            """{"id":"wamid.2","from_user_id":"US.2","type":"text"}""");

        Assert.Equal("Ann, Ben", Names(events));
        Assert.Equal("ann.1", events[0].User?.Username);
    }

    [Fact]
    public void A_business_scoped_id_is_compared_exactly()
    {
        var events = Read("""[{"user_id":"US.aB","profile":{"name":"Ann"}}]""", """{"id":"wamid.1","from_user_id":"US.Ab","type":"text"}""");

        Assert.Equal(string.Empty, Names(events));
    }

    [Fact]
    public void A_single_message_and_a_single_contact_belong_together_even_if_the_numbers_differ()
    {
        var user = Assert.Single(Read("""[{"wa_id":"551155501234","profile":{"name":"Rui"}}]""", Notification.Text(from: "5511955501234"))).User;

        Assert.Equal(new WhatsAppUser { PhoneNumber = "5511955501234", WaId = "551155501234", Name = "Rui" }, user);
    }

    [Theory]
    [InlineData("""[{"wa_id":"551155501234","profile":{"name":"Rui"}},{"wa_id":"551155505678","profile":{"name":"Eva"}}]""", 1)]
    [InlineData("""[{"wa_id":"551155501234","profile":{"name":"Rui"}}]""", 2)]
    public void With_more_than_one_of_either_nobody_is_guessed(string contacts, int messages)
    {
        var events = Read(contacts, [.. Enumerable.Range(1, messages).Select(n => Notification.Text($"wamid.{n}", "5511955501234"))]);

        Assert.All(events, received => Assert.Equal(new WhatsAppUser { PhoneNumber = "5511955501234" }, received.User));
    }

    [Fact]
    public void The_contact_of_a_message_is_not_taken_for_the_recipient_of_a_status_beside_it()
    {
        var events = Notification.Events(Notification.OfMembers(
            """ "contacts":[{"wa_id":"15550100301","user_id":"US.1","profile":{"name":"Ann"}}] """,
            $"\"messages\":[{Notification.Text(from: "15550100301")}]",
            $"\"statuses\":[{Notification.Status(recipient: "15550100302")}]"));

        Assert.Equal("Ann, ", Names(events));
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100302" }, events[1].User);
    }

    [Fact]
    public void A_contact_with_another_business_scoped_id_is_another_person()
    {
        var user = Assert.Single(Read("""[{"user_id":"US.2","profile":{"name":"Ben"}}]""", """{"id":"wamid.1","from_user_id":"US.1","type":"text"}""")).User;

        Assert.Equal(new WhatsAppUser { UserId = "US.1" }, user);
    }

    [Fact]
    public void A_sender_without_digits_does_not_match_a_contact_without_a_phone_number()
    {
        var events = Read(
            """[{"user_id":"US.2","profile":{"name":"Ben"}},{"user_id":"US.1","profile":{"name":"Ann"}}]""",
            """{"id":"wamid.1","from":"foo_bar","type":"text"}""",
            """{"id":"wamid.2","from":"foo_bar","from_user_id":"US.1","type":"text"}""");

        Assert.Equal(", Ann", Names(events));
    }

    [Fact]
    public void A_number_matches_with_and_without_plus_sign_and_spaces()
    {
        var events = Read(
            """[{"wa_id":"15550100301","profile":{"name":"Ann"}},{"wa_id":"15550100302","profile":{"name":"Ben"}}]""",
            Notification.Text(from: "+1 555-010-0302"));

        Assert.Equal("Ben", Names(events));
    }

    [Fact]
    public void The_contact_supplies_what_the_message_omits()
    {
        var user = Assert.Single(Read(
            """[{"wa_id":"15550100300","user_id":"US.1","parent_user_id":"US.ENT.1","identity_key_hash":"aGFzaA==","profile":{"name":"Ann","username":"ann.1"}}]""",
            """{"id":"wamid.1","type":"text"}""")).User;

        Assert.Equal(
            new WhatsAppUser
            {
                PhoneNumber = "15550100300",
                UserId = "US.1",
                ParentUserId = "US.ENT.1",
                Username = "ann.1",
                Name = "Ann",
                WaId = "15550100300",
                IdentityKeyHash = "aGFzaA==",
            },
            user);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("""[{"profile":null},{"wa_id":[]}]""")]
    public void Without_a_contact_the_user_is_what_the_message_says(string contacts)
    {
        var user = Assert.Single(Read(contacts, Notification.Text())).User;

        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300" }, user);
    }

    [Fact]
    public void The_recipient_of_a_status_is_matched_in_the_same_way()
    {
        var events = Notification.Events(Notification.OfMembers(
            """ "contacts":[{"wa_id":"15550100302","profile":{"name":"Ben"}},{"wa_id":"15550100301","profile":{"name":"Ann"}}] """,
            $"\"statuses\":[{Notification.Status("wamid.1", "read", "15550100301")},{Notification.Status("wamid.2", "read", "15550100302")}]"));

        Assert.Equal("Ann, Ben", Names(events));
    }

    [Fact]
    public void The_contacts_may_follow_the_messages()
    {
        var events = Notification.Events(Notification.OfMembers(
            $"\"messages\":[{Notification.Text(from: "15550100301")}]",
            """ "contacts":[{"wa_id":"15550100301","profile":{"name":"Ann"}}] """));

        Assert.Equal("Ann", Names(events));
    }

    private static IReadOnlyList<WhatsAppEvent> Read(string contacts, params string[] messages) =>
        Notification.Events(Notification.OfMembers($"\"contacts\":{contacts}", $"\"messages\":[{string.Join(',', messages)}]"));

    private static string Names(IReadOnlyList<WhatsAppEvent> events) => string.Join(", ", events.Select(received => received.User?.Name));
}
