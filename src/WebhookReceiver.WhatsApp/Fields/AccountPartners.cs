using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>The customer's account in an event sent to a partner (<c>waba_info</c>, Meta's <c>account_update</c> webhook reference).</summary>
public sealed record WabaInfo
{
    /// <summary>The WhatsApp Business Account.</summary>
    public string? WabaId { get; init; }

    /// <summary>The business portfolio that owns it.</summary>
    public string? OwnerBusinessId { get; init; }

    /// <summary>The linked ad account, under either of Meta's two names for it.</summary>
    public string? AdAccountId { get; init; }

    /// <summary>The partner's app that was installed or removed.</summary>
    public string? PartnerAppId { get; init; }

    /// <summary>The multi-partner solution.</summary>
    public string? SolutionId { get; init; }

    /// <summary>The business portfolios of the partners in the solution.</summary>
    public IReadOnlyList<string> SolutionPartnerBusinessIds { get; init; } = [];

    /// <summary>Whether an account managed on behalf of the customer became a shared one; not documented by Meta.</summary>
    public bool? IsOboToSharedMigrated { get; init; }

    /// <summary>JSON of any shape; not documented by Meta.</summary>
    public ReadOnlyMemory<byte>? PartnerData { get; init; }

    internal static WabaInfo? Read(WireValue waba) => !waba.IsObject ? null : new()
    {
        WabaId = waba["waba_id"u8].Name,
        OwnerBusinessId = waba["owner_business_id"u8].Name,
        AdAccountId = waba["ad_account_linked"u8].Name ?? waba["ad_account_id"u8].Name,
        PartnerAppId = waba["partner_app_id"u8].Name,
        SolutionId = waba["solution_id"u8].Name,
        SolutionPartnerBusinessIds = waba["solution_partner_business_ids"u8].Items.Read(static id => id.Name),
        IsOboToSharedMigrated = waba["is_obo_to_shared_migrated"u8].Boolean,
        PartnerData = waba["partner_data"u8].Json,
    };
}

/// <summary>Why a number of the WhatsApp Business app left the Cloud API (<c>disconnection_info</c>, Meta's <c>account_update</c> webhook reference).</summary>
public sealed record DisconnectionInfo
{
    /// <summary>
    /// <c>ACCOUNT_DISCONNECTED</c>, <c>BUSINESS_DOWNGRADE</c>, <c>CHANGE_NUMBER</c>, <c>COMPANION_INACTIVITY</c> (about 30 days),
    /// <c>PRIMARY_INACTIVITY</c> (about 14 days), <c>USER_RE_REGISTERED</c>; the list is open.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary><c>USER</c>, <c>SYSTEM</c>; the list is open.</summary>
    public string? InitiatedBy { get; init; }

    internal static DisconnectionInfo? Read(WireValue disconnection) => !disconnection.IsObject ? null : new()
    {
        Reason = disconnection["reason"u8].Name,
        InitiatedBy = disconnection["initiated_by"u8].Name,
    };
}

/// <summary>
/// The certification that a partner's client needs or has applied for (<c>partner_client_certification_info</c>, Meta's <c>account_update</c> webhook reference).
/// </summary>
public sealed record PartnerClientCertification
{
    /// <summary>The client's business portfolio.</summary>
    public string? ClientBusinessId { get; init; }

    /// <summary><c>APPROVED</c>, <c>DISCARDED</c>, <c>FAILED</c>, <c>PENDING</c>, <c>REVOKED</c>; the list is open. Null when a certification is only required.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// <c>LEGAL NAME NOT MATCHING</c>, <c>LEGAL NAME NOT FOUND IN DOCUMENTS</c>, <c>ADDRESS NOT MATCHING</c>, <c>WEBSITE NOT MATCHING</c>,
    /// <c>BUSINESS NOT ELIGIBLE</c>, <c>MALFORMED DOCUMENTS</c>, <c>NONE</c>, as sent: with spaces or underscores between the words. The list is open.
    /// </summary>
    public IReadOnlyList<string> RejectionReasons { get; init; } = [];

    internal static PartnerClientCertification? Read(WireValue certification) => !certification.IsObject ? null : new()
    {
        ClientBusinessId = certification["client_business_id"u8].Name,
        Status = certification["status"u8].Name,
        RejectionReasons = certification["rejection_reasons"u8].Items.Read(static reason => reason.Name),
    };
}
