using Microsoft.Extensions.Options;

namespace WebhookReceiver.Dispatch;

/// <summary>The attributes of <see cref="DispatchOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class DispatchOptionsValidator : IValidateOptions<DispatchOptions>;
