using System.Buffers;

namespace WebhookReceiver.Endpoints;

/// <summary>Refuses secrets that could be guessed, or that a header cannot carry. Never shows one.</summary>
/// <param name="isDevelopment">Whether short and public values may be tried out.</param>
internal sealed class SecretStrength(bool isDevelopment)
{
    public const int ShortestToken = 8;
    public const int ShortestSecret = 16;

    /// <summary>The values in <c>appsettings.Development.json</c>, which everyone can read in the repository.</summary>
    private static readonly string[] DevelopmentValues = ["dev-verify-token", "dev-app-secret"];

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    /// <param name="key">The key of the setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="shortest">How many characters it has at least.</param>
    public IEnumerable<string> ProblemsOf(string key, string value, int shortest)
    {
        if (isDevelopment)
        {
            yield break;
        }

        if (DevelopmentValues.Contains(value, StringComparer.Ordinal))
        {
            yield return $"{key} is the development value, which is public; set one of your own.";
        }
        else if (value.Length < shortest)
        {
            yield return $"{key} is shorter than {shortest} characters.";
        }
        else if (WeakSecret.IsOneCharacter(value))
        {
            yield return $"{key} is the same character throughout; set one that cannot be guessed.";
        }
    }

    /// <summary>As <see cref="ProblemsOf(string, string, int)"/>, for the values of a list.</summary>
    public IEnumerable<string> ProblemsOf(string key, IReadOnlyList<string> values, int shortest) => values.Index().SelectMany(one => string.IsNullOrWhiteSpace(one.Item)
        ? [$"{key}:{one.Index} is empty; remove it or give it a value."]
        : ProblemsOf($"{key}:{one.Index}", one.Item, shortest));

    /// <summary>A value that a sender puts into a header: other characters arrive in an encoding that nobody can foresee, and space at the ends does not arrive.</summary>
    public static IEnumerable<string> ProblemsInHeader(string key, string value) => value.AsSpan().ContainsAnyExcept(Visible) || value.Trim().Length != value.Length
        ? [$"{key} must consist of printable ASCII characters and neither begin nor end with a space, because it is sent in a header."]
        : [];
}
