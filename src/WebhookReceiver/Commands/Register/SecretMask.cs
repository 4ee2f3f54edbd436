using System.Text;

namespace WebhookReceiver.Commands.Register;

/// <summary>Removes the secrets of this run from text that a remote service wrote: services repeat tokens in their errors, whole or in part.</summary>
internal sealed class SecretMask
{
    /// <summary>As many characters in a row of a secret are taken for a part of it.</summary>
    private const int ShortestPart = 8;

    /// <summary>Shorter values would mask ordinary words.</summary>
    private const int ShortestSecret = 4;

    /// <summary>An error message is longer only if somebody wants to fill the screen.</summary>
    private const int LongestText = 2000;

    private readonly List<string> known = [];

    public Secret Keep(string value)
    {
        foreach (var form in new[] { value, Uri.EscapeDataString(value), Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) })
        {
            Remember(form);
        }

        return new Secret(value);
    }

    /// <summary>The credentials of Basic authentication, of which the password cannot be found any more.</summary>
    public Secret KeepBasic(string userName, Secret password)
    {
        var basic = password.AsBasic(userName);

        if (password.IsKnown)
        {
            Remember(basic.Reveal()["Basic ".Length..]);
        }

        return basic;
    }

    public string Apply(string text)
    {
        text = text.Length > LongestText ? text[..LongestText] : text;
        var masked = new StringBuilder(text.Length);

        for (var index = 0; index < text.Length;)
        {
            var length = LongestPartAt(text.AsSpan(index));
            masked.Append(length > 0 ? "***" : text.AsSpan(index, 1));
            index += Math.Max(length, 1);
        }

        return masked.ToString();
    }

    private void Remember(string form)
    {
        if (form.Length >= ShortestSecret && !known.Contains(form, StringComparer.Ordinal))
        {
            known.Add(form);
        }
    }

    private int LongestPartAt(ReadOnlySpan<char> text)
    {
        var longest = 0;

        foreach (var secret in known)
        {
            longest = Math.Max(longest, PartAt(text, secret));
        }

        return longest;
    }

    /// <returns>How many characters at the beginning of the text are a part of the secret; 0 if too few.</returns>
    private static int PartAt(ReadOnlySpan<char> text, string secret)
    {
        var length = Math.Min(ShortestPart, secret.Length);

        if (text.Length < length || !secret.AsSpan().Contains(text[..length], StringComparison.Ordinal))
        {
            return 0;
        }

        while (length < text.Length && secret.AsSpan().Contains(text[..(length + 1)], StringComparison.Ordinal))
        {
            length++;
        }

        return length;
    }
}
