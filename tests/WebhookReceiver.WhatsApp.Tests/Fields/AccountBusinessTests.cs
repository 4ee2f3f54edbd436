namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The fields about the business as a whole, and what it has configured.</summary>
public sealed class AccountBusinessTests
{
    [Fact]
    public void A_review_says_how_it_ended() =>
        Assert.Equal("DEFERRED", FieldExample.Read<AccountReviewUpdate>("account_review_update/example-1").Decision);

    [Fact]
    public void Limits_may_be_tiers()
    {
        var update = FieldExample.Read<BusinessCapabilityUpdate>("business_capability_update/example-1");

        Assert.Equal("TIER_10K", update.MaxDailyConversationsPerBusiness);
        Assert.Equal(25, update.MaxPhoneNumbersPerWaba);
        Assert.Null(update.MaxDailyConversationPerPhone);
        Assert.Null(update.MaxPhoneNumbersPerBusiness);
    }

    [Fact]
    public void Limits_may_be_numbers()
    {
        var update = FieldExample.Read<BusinessCapabilityUpdate>("business_capability_update/example-2");

        Assert.Equal("250", update.MaxDailyConversationsPerBusiness);
        Assert.Equal(250, update.MaxDailyConversationPerPhone);
        Assert.Equal(2, update.MaxPhoneNumbersPerBusiness);
    }

    [Fact]
    public void Limits_may_be_numbers_in_quotes()
    {
        var update = FieldExample.Read<BusinessCapabilityUpdate>("business_capability_update/quirk-quoted-numbers");

        Assert.Equal("2000", update.MaxDailyConversationsPerBusiness);
        Assert.Equal(-1, update.MaxDailyConversationPerPhone);
        Assert.Equal(2, update.MaxPhoneNumbersPerBusiness);
        Assert.Equal(25, update.MaxPhoneNumbersPerWaba);
    }

    [Fact]
    public void A_compromised_business_is_named()
    {
        var update = FieldExample.Read<BusinessStatusUpdate>("business_status_update/example-1");

        Assert.Equal("520000000000077", update.BusinessId);
        Assert.Equal("COMPROMISED_NOTIFICATION", update.Event);
    }

    [Fact]
    public void A_solution_is_read_with_all_its_members()
    {
        var update = FieldExample.Read<PartnerSolutionUpdate>("partner_solutions/example-1");

        Assert.Equal("SOLUTION_UPDATED", update.Event);
        Assert.Equal("640000000000003", update.SolutionId);
        Assert.Equal("PENDING_DEACTIVATION", update.SolutionStatus);
    }

    [Fact]
    public void A_payment_configuration_is_read_with_all_its_members()
    {
        var update = FieldExample.Read<PaymentConfigurationUpdate>("payment_configuration_update/example-1");

        Assert.Equal("main-shop", update.ConfigurationName);
        Assert.Equal("payu", update.ProviderName);
        Assert.Equal("mid-0042", update.ProviderMerchantId);
        Assert.Equal("Needs Testing", update.Status);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1789000000), update.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790001199), update.UpdatedAt);
    }
}
