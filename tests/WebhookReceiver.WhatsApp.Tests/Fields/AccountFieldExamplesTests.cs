namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Every example of these fields, both those in <c>Specification/fields.md</c> and the deviating ones, is read down to its last member.</summary>
public sealed class AccountFieldExamplesTests
{
    private static readonly string[] Folders =
    [
        "account_alerts", "account_review_update", "account_settings_update", "account_update", "business_capability_update", "business_status_update",
        "business_username_updates", "flows", "message_template_components_update", "message_template_quality_update", "message_template_status_update",
        "messaging_handovers", "partner_solutions", "payment_configuration_update", "phone_number_name_update", "phone_number_quality_update", "security",
        "template_category_update", "template_correct_category_detection",
    ];

    public static TheoryData<string> Cases => new(ResourceFile.Names.Where(name => Folders.Contains(name.Split('/')[0], StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_member_is_read(string name)
    {
        var events = WhatsAppPayload.Read(new ResourceFile(name).Body);

        Assert.NotEmpty(events);
        Assert.All(events, received => Assert.Empty(received.UnreadMembers()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_new_member_is_listed(string name)
    {
        var received = WhatsAppPayload.Read(new ResourceFile(name).Body)[0];
        var value = Notification.RawText(received);
        var comma = value.Contains(':', StringComparison.Ordinal) ? "," : string.Empty;

        var extended = Notification.Event(Notification.OfValue($"{value[..^1]}{comma}\"novelty\":1}}", received.Type));

        Assert.IsType(received.GetType(), extended);
        Assert.Equal(["novelty"], extended.UnreadMembers());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_broken_member_costs_no_event(string name)
    {
        var resource = new ResourceFile(name);
        var json = new BrokenJson(resource.Body);
        var types = WhatsAppPayload.Read(resource.Body).Select(received => received.Type).ToList();

        foreach (var path in json.Paths.Where(path => path.Contains(".value.", StringComparison.Ordinal)))
        {
            foreach (var breakage in BrokenJson.Breakages)
            {
                var events = WhatsAppPayload.Read(json.With(path, breakage));

                Assert.Equal(types, events.Select(received => received.Type));
                Assert.DoesNotContain(events, received => received is UnknownChange);
                Assert.All(events, received => received.UnreadMembers());
            }
        }
    }
}
