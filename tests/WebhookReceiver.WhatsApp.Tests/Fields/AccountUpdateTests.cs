namespace WebhookReceiver.WhatsApp.Tests;

public sealed class AccountUpdateTests
{
    [Fact]
    public void A_restriction_says_what_is_restricted_and_until_when()
    {
        var update = FieldExample.Read<AccountUpdate>("account_update/example-1");

        Assert.Equal("ACCOUNT_RESTRICTION", update.Event);
        Assert.Equal("15550100042", update.DisplayPhoneNumber);
        Assert.Equal(new ViolationInfo { ViolationType = "LOW_BUSINESS_INITIATED_CALLING_QUALITY" }, update.Violation);
        Assert.Equal(
            [
                new()
                {
                    RestrictionType = "RESTRICTED_BUSINESS_INITIATED_CALLING",
                    ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1790604800),
                    Remediation = "Example advice",
                },
                new() { RestrictionType = "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN" },
            ],
            update.Restrictions);
    }

    [Fact]
    public void A_restriction_is_lifted_by_a_violation_sent_alone()
    {
        var update = FieldExample.Read<AccountUpdate>("account_update/quirk-restriction-lifted");

        Assert.Equal("DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN", update.Violation?.ViolationType);
        Assert.Empty(update.Restrictions);
    }

    [Fact]
    public void A_violation_comes_with_advice() => Assert.Equal(
        new ViolationInfo { ViolationType = "SCAM", Remediation = "Example advice" },
        Update("""{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SCAM","remediation":"Example advice"}}""").Violation);

    [Fact]
    public void A_ban_has_a_date_in_prose() => Assert.Equal(
        new BanInfo { State = "SCHEDULE_FOR_DISABLE", Date = "September 30, 2026" },
        FieldExample.Read<AccountUpdate>("account_update/example-2").Ban);

    [Fact]
    public void An_event_for_a_partner_is_about_the_account_inside_it()
    {
        var update = FieldExample.Read<AccountUpdate>("account_update/example-3");

        Assert.Equal("520000000000077", update.Account);
        Assert.Equal("310000000000042", update.WabaId);
        Assert.Equal("310000000000042", update.Waba?.WabaId);
        Assert.Equal("520000000000088", update.Waba?.OwnerBusinessId);
        Assert.Equal("640000000000003", update.Waba?.SolutionId);
        Assert.Equal(["520000000000077", "520000000000099"], update.Waba?.SolutionPartnerBusinessIds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_linked_ad_account_has_two_spellings(int place) =>
        Assert.Equal("730000000000001", FieldExample.Read<AccountUpdate>("account_update/quirk-both-spellings", place).Waba?.AdAccountId);

    [Fact]
    public void A_restriction_may_be_an_object_instead_of_a_list_and_its_end_in_quotes()
    {
        var update = FieldExample.Read<AccountUpdate>("account_update/quirk-both-spellings", 2);

        var restriction = Assert.Single(update.Restrictions);
        Assert.Equal("RESTRICTION_ADD_PHONE_NUMBER_ACTION", restriction.RestrictionType);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790604800), restriction.ExpiresAt);
    }

    [Fact]
    public void An_app_that_was_installed_is_named() => Assert.Equal(
        "880000000000005",
        Update("""{"event":"PARTNER_APP_INSTALLED","waba_info":{"waba_id":"310000000000042","partner_app_id":880000000000005}}""").Waba?.PartnerAppId);

    [Fact]
    public void A_disconnection_has_a_reason_and_no_account_inside_it()
    {
        var update = FieldExample.Read<AccountUpdate>("account_update/example-4");

        Assert.Equal(new DisconnectionInfo { Reason = "PRIMARY_INACTIVITY", InitiatedBy = "SYSTEM" }, update.Disconnection);
        Assert.Null(update.Waba);
        Assert.Equal("310000000000042", update.WabaId);
    }

    [Fact]
    public void A_price_tier_is_read_with_all_its_members() => Assert.Equal(
        new VolumeTierInfo
        {
            UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(1789990000),
            PricingCategory = "UTILITY",
            Tier = "40001:90000",
            EffectiveMonth = "2026-10",
            Region = "Netherlands",
        },
        FieldExample.Read<AccountUpdate>("account_update/example-5").VolumeTier);

    [Fact]
    public void A_certification_says_why_it_failed()
    {
        var certification = FieldExample.Read<AccountUpdate>("account_update/example-5", 1).Certification;

        Assert.Equal("520000000000088", certification?.ClientBusinessId);
        Assert.Equal("FAILED", certification?.Status);
        Assert.Equal(["ADDRESS NOT MATCHING"], certification?.RejectionReasons);
    }

    [Fact]
    public void A_required_certification_has_no_status_yet()
    {
        var update = Update(
            """{"event":"PARTNER_CLIENT_CERTIFICATION_NEEDED","partner_client_certification_needed_info":{"client_business_id":"520000000000088"}}""");

        Assert.Equal("520000000000088", update.Certification?.ClientBusinessId);
        Assert.Null(update.Certification?.Status);
    }

    [Fact]
    public void The_international_rate_has_exceptions()
    {
        var rate = FieldExample.Read<AccountUpdate>("account_update/example-5", 2).AuthInternationalRate;

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790500000), rate?.StartsAt);
        Assert.Equal([new() { CountryCode = "IN", StartsAt = DateTimeOffset.FromUnixTimeSeconds(1791000000) }], rate?.Exceptions);
    }

    [Fact]
    public void The_country_is_read() =>
        Assert.Equal("NL", Update("""{"event":"BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE","country":"NL"}""").Country);

    [Fact]
    public void Members_that_Meta_does_not_document_are_read()
    {
        var update = FieldExample.Read<AccountUpdate>("account_update/quirk-members-that-meta-does-not-document");

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790604800), update.LockExpiresAt);
        Assert.Equal("verified", update.BusinessVerificationStatus);
        Assert.True(update.Waba?.IsOboToSharedMigrated);
        Assert.Equal("""{"level":[1,2]}"""u8, update.Waba!.PartnerData!.Value.Span);
    }

    [Fact]
    public void Accompanying_members_of_the_wrong_type_read_as_missing()
    {
        var update = Update("""{"event":["x"],"ban_info":"x","violation_info":1,"restriction_info":["x",null],"waba_info":[],"volume_tier_info":true}""");

        Assert.Null(update.Event);
        Assert.Null(update.Ban);
        Assert.Null(update.Violation);
        Assert.Empty(update.Restrictions);
        Assert.Null(update.Waba);
        Assert.Null(update.VolumeTier);
    }

    private static AccountUpdate Update(string value) => FieldExample.Of<AccountUpdate>("account_update", value);
}
