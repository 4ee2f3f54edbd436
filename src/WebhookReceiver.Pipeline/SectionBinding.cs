using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WebhookReceiver;

/// <summary>
/// Binds a configuration section to its options. A value that cannot be bound and an unknown key are problems like any other: they are reported together with
/// all others. The binder alone would throw at the first problem and hide the rest, and would silently skip a whole named endpoint.
/// </summary>
internal sealed class SectionBinding<TOptions>(IConfiguration configuration, string section, SecretFiles files) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public void Configure(TOptions options)
    {
        // Without what cannot be bound. A single value where a list is expected becomes a list of one.
        Without(Problems().Keys).GetSection(section).Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var settings = configuration.GetSection(section);

        List<string> problems =
        [
            .. Problems().Values,
            .. UnknownKeys.In(settings, typeof(TOptions)),
            .. WrongShapes.In(settings, typeof(TOptions)),
            .. files.ProblemsIn(settings, typeof(TOptions)),
        ];

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The problems, each with its key.</summary>
    private Dictionary<string, string> Problems()
    {
        var problems = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        if (FailureOf(Only(Values())) is null)
        {
            return problems;
        }

        foreach (var (key, value) in Values())
        {
            if (ConversionIn(FailureOf(Only([new(key, value)]))) is { } conversion)
            {
                problems.Add(key, $"{key}: {conversion.Message}");
            }
        }

        return problems;
    }

    /// <summary>Why the binder, at its strictest, does not bind these values. An unknown key is such a reason too; <see cref="UnknownKeys"/> reports which.</summary>
    private InvalidOperationException? FailureOf(IConfiguration values)
    {
        try
        {
            values.GetSection(section).Bind(new TOptions(), static binder => binder.ErrorOnUnknownConfiguration = true);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    /// <summary>The conversion failure: the innermost of the binder's own exceptions, with the converter's inside it.</summary>
    private static InvalidOperationException? ConversionIn(InvalidOperationException? failure) => failure?.InnerException switch
    {
        null => null,
        InvalidOperationException inner => ConversionIn(inner),
        _ => failure,
    };

    private IConfigurationRoot Without(IEnumerable<string> keys) =>
        Only(Values().Where(value => !keys.Contains(value.Key, StringComparer.OrdinalIgnoreCase)));

    /// <summary>A secret in a file replaces the empty value that a settings file may have for it.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Values() =>
        files.ValuesIn(configuration.GetSection(section), typeof(TOptions))
            .Concat(WrongShapes.WithListsOfOne(configuration.GetSection(section), typeof(TOptions)))
            .DistinctBy(static value => value.Key, StringComparer.OrdinalIgnoreCase);

    private static IConfigurationRoot Only(IEnumerable<KeyValuePair<string, string?>> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
