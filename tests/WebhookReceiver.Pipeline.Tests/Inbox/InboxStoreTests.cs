using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox;

/// <summary>A store registers itself under a name, and only that name chooses it.</summary>
public sealed class InboxStoreTests
{
    [Theory]
    [InlineData("Journal")]
    [InlineData("memory")]
    public void The_two_built_in_stores_are_known(string name) => Assert.True(Validator().Validate(name: null, new InboxOptions { Store = name }).Succeeded);

    [Fact]
    public void An_unknown_name_is_rejected_with_a_list_of_the_known_ones()
    {
        var options = new InboxOptions { Store = "Jurnal" };

        Assert.Equal("Inbox:Store is 'Jurnal'; this version knows Journal and Memory.", Validator().Validate(name: null, options).FailureMessage);
        Assert.Equal("Inbox:Store is 'Jurnal'; this version knows Journal, Memory and Rows.", Validator(Rows()).Validate(name: null, options).FailureMessage);
    }

    [Fact]
    public void Another_store_is_added_with_one_call_and_supplies_every_part()
    {
        using var host = Host("rows");
        var services = host.Services;

        Assert.Same(services.GetRequiredService<MemoryInbox>(), services.GetRequiredService<IInbox>());
        Assert.Same(services.GetRequiredService<MemoryDeliverySource>(), services.GetRequiredService<IDeliverySource>());
        Assert.Same(services.GetRequiredService<MemoryOutcomes>(), services.GetRequiredService<IOutcomes>());
        Assert.IsType<LocalDeadLetters>(services.GetRequiredService<IDeadLetters>());
        Assert.Same(services.GetRequiredService<MemoryOperations>(), services.GetRequiredService<IStoreOperations>());
        Assert.Equal(("Rows", "rows://here"), (services.GetRequiredService<ChosenStore>().Name, services.GetRequiredService<ChosenStore>().Location));
        Assert.Null(services.GetRequiredService<ChosenStore>().Folder);
    }

    [Fact]
    public void Without_that_call_the_name_is_unknown()
    {
        using var host = Host("Rows", isAdded: false);

        Assert.Throws<OptionsValidationException>(host.Services.GetRequiredService<IInbox>);
    }

    internal static IValidateOptions<InboxOptions> Validator(params IEnumerable<NamedInboxStore> more) => new InboxOptionsValidator(
        [.. new ServiceCollection().AddStores().Select(static service => service.ImplementationInstance).OfType<NamedInboxStore>(), .. more]);

    private static IHost Host(string store, bool isAdded = true)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Inbox:Store", store)]);
        builder.Services.AddWhatsAppWebhooks();

        if (isAdded)
        {
            builder.Services.AddInboxStore(Rows().Name, Rows().Store);
        }

        return builder.Build();
    }

    /// <summary>A third-party store, made of the parts of a built-in one.</summary>
    private static NamedInboxStore Rows() => new("Rows", new InboxStore
    {
        Inbox = static provider => provider.GetRequiredService<MemoryInbox>(),
        Source = static provider => provider.GetRequiredService<MemoryDeliverySource>(),
        Outcomes = static provider => provider.GetRequiredService<MemoryOutcomes>(),
        DeadLetters = static provider => new LocalDeadLetters(provider.GetRequiredService<MemoryOutcomes>(), provider.GetRequiredService<IOutcomes>()),
        Operations = static provider => provider.GetRequiredService<MemoryOperations>(),
        Location = static _ => "rows://here",
    });
}
