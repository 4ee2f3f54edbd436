using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Operators;

/// <summary>A section and the options that it is bound to, which have its keys, its defaults, and the mark of a secret.</summary>
/// <param name="section">The path of the section.</param>
/// <param name="options">The options.</param>
internal abstract class SettingsSection(string section, Type options)
{
    public string Section => section;

    public Type Options => options;

    /// <summary>What a start would refuse of what is configured now.</summary>
    public abstract IEnumerable<string> Problems();

    /// <summary>Binds options to a section and checks them at the start. With it the settings page and the doctor know them, so that no section is forgotten there.</summary>
    public static OptionsBuilder<TOptions> Add<TOptions, TValidator>(IServiceCollection services, string section)
        where TOptions : class, new()
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IConfigureOptions<TOptions>>(Bind);
        services.AddSingleton<IValidateOptions<TOptions>>(Bind);
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddSingleton<SettingsSection>(provider => new Of<TOptions>(section, provider.GetRequiredService<IOptionsFactory<TOptions>>()));
        return services.AddOptions<TOptions>().ValidateOnStart();

        SectionBinding<TOptions> Bind(IServiceProvider provider) => new(provider.GetRequiredService<IConfiguration>(), section, provider.GetRequiredService<SecretFiles>());
    }

    private sealed class Of<TOptions>(string section, IOptionsFactory<TOptions> factory) : SettingsSection(section, typeof(TOptions))
        where TOptions : class
    {
        public override IEnumerable<string> Problems()
        {
            try
            {
                factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
                return [];
            }
            catch (OptionsValidationException exception)
            {
                return exception.Failures;
            }
        }
    }
}
