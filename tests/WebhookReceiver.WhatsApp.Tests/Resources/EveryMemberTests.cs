namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// No member of a documented notification is left unread, except those listed in a file <c>&lt;case&gt;.unread.json</c> next to it, and events that
/// are unknown on purpose.
/// </summary>
public sealed class EveryMemberTests
{
    public static TheoryData<string> Cases => new(ResourceFile.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_read_by_the_type_of_its_event(string name)
    {
        var resource = new ResourceFile(name);

        var events = WhatsAppPayload.Read(resource.Body);

        var unread = events
            .Where(static received => received is not (UnknownChange or UnknownMessage))
            .SelectMany(static received => received.UnreadMembers().Select(path => $"{received.Type}: {path}"));

        Assert.Equal(resource.Unread, unread);
    }
}
