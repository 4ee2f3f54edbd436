using WebhookReceiver.Commands.Register;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

public sealed class SubscribableFieldsTests
{
    /// <summary>The catalogue is the table of section 4; its column <c>Dash</c> says what the App Dashboard offers. <c>messages</c> has a file of its own.</summary>
    [Fact]
    public void They_are_those_that_the_catalogue_calls_subscribable()
    {
        var catalogue = RepositoryFiles.Read("src/WebhookReceiver.WhatsApp/Specification/fields.md").Split('\n')
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells is [_, ['`', ..], "A" or "M" or "M*" or "M?", "yes" or "no", "yes", ..])
            .Select(static cells => cells[1].Trim('`'));

        Assert.Equal(catalogue.Prepend("messages"), SubscribableFields.All);
    }
}
