namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The fields about one number, which they give only in display form.</summary>
public sealed class AccountNumberTests
{
    [Fact]
    public void A_username_is_read_with_all_its_members()
    {
        var update = FieldExample.Read<BusinessUsernameUpdate>("business_username_updates/example-1");

        Assert.Equal("15550100042", update.DisplayPhoneNumber);
        Assert.Equal("examplebakery", update.Username);
        Assert.Equal("reserved", update.Status);
    }

    [Fact]
    public void A_deleted_username_is_missing()
    {
        var update = FieldExample.Read<BusinessUsernameUpdate>("business_username_updates/quirk-with-metadata");

        Assert.Equal("770000000000011", update.PhoneNumberId);
        Assert.Equal("deleted", update.Status);
        Assert.Null(update.Username);
    }

    [Fact]
    public void A_username_as_announced_first_has_a_decision()
    {
        var update = FieldExample.Read<BusinessUsernameUpdate>("business_username_updates/quirk-as-announced-first");

        Assert.Equal("15550100042", update.DisplayPhoneNumber);
        Assert.Equal("examplebakery", update.Username);
        Assert.Equal("REJECTED", update.Decision);
        Assert.Equal(["NOT_AVAILABLE", "UNKNOWN"], update.RejectionReasons);
    }

    [Fact]
    public void A_name_is_read_with_all_its_members()
    {
        var update = FieldExample.Read<PhoneNumberNameUpdate>("phone_number_name_update/example-1");

        Assert.Equal("15550100042", update.DisplayPhoneNumber);
        Assert.Equal("REJECTED", update.Decision);
        Assert.Equal("Example Bakery", update.RequestedVerifiedName);
        Assert.Equal("NAME_FORMAT_UNACCEPTABLE", update.RejectionReason);
    }

    [Fact]
    public void An_approved_name_has_no_reason() => Assert.Null(
        FieldExample.Of<PhoneNumberNameUpdate>("phone_number_name_update", """{"decision":"APPROVED","rejection_reason":null}""").RejectionReason);

    [Fact]
    public void A_limit_is_read_with_all_its_members()
    {
        var update = FieldExample.Read<PhoneNumberQualityUpdate>("phone_number_quality_update/example-1");

        Assert.Equal("15550100042", update.DisplayPhoneNumber);
        Assert.Equal("THROUGHPUT_UPGRADE", update.Event);
        Assert.Equal("TIER_100K", update.OldLimit);
        Assert.Equal("TIER_UNLIMITED", update.CurrentLimit);
        Assert.Equal("TIER_UNLIMITED", update.MaxDailyConversationsPerBusiness);
    }

    [Fact]
    public void A_limit_may_be_a_number()
    {
        var update = FieldExample.Of<PhoneNumberQualityUpdate>("phone_number_quality_update", """{"max_daily_conversations_per_business":2000}""");

        Assert.Equal("2000", update.MaxDailyConversationsPerBusiness);
    }

    [Fact]
    public void A_PIN_reset_names_the_requester()
    {
        var security = FieldExample.Read<SecurityEvent>("security/example-1");

        Assert.Equal("15550100042", security.DisplayPhoneNumber);
        Assert.Equal("PIN_RESET_REQUEST", security.Event);
        Assert.Equal("990000000000004", security.Requester);
    }
}
