using System.Net;
using System.Text.RegularExpressions;
using WebhookReceiver.Operations.WebConsole;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>How the console is served, and what its code must not contain.</summary>
public sealed partial class When_the_files_of_the_console_are_read
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static string Folder { get; } = RepositoryFiles.PathOf("src/WebhookReceiver/Operations/WebConsole/Assets");

    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    /// <summary>Text becomes part of the page as text, and in no other way: what customers wrote is hostile input.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_makes_markup_or_code_of_text(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));

        Assert.DoesNotMatch(Forbidden(), text);
        Assert.DoesNotMatch("<script(?![^>]* src=\"\\{assets\\})|<style|<[a-z][^>]*\\s(on[a-z]+|style)=", text);
    }

    /// <summary>Everything comes from the receiver itself.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_is_fetched_from_elsewhere(string file) => Assert.DoesNotMatch(
        "https?://(?!www\\.w3\\.org/2000/svg|localhost:8080)|(src|href|from|import|url)[=( ]*[\"']?//", File.ReadAllText(Path.Combine(Folder, file)));

    [Fact]
    public async Task The_page_is_never_kept_and_its_files_for_ever()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" });

        foreach (var path in new[] { "/console", "/console/events", "/console/events/0123456789abcdef", "/console/dead-letters?handler=x" })
        {
            using var page = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, path), Patience.Token);
            AssertHeaders(page, "no-store");
            Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        }

        var version = Version().Match(await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/console"), Patience.Token)).Value;
        using var script = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, $"{version}/app.js"), Patience.Token);
        AssertHeaders(script, "public, max-age=31536000, immutable");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);

        foreach (var other in new[] { "/console/assets/0123456789abcdef/app.js", $"{version}/nothing.js", $"{version}/index.html" })
        {
            using var answer = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, other), Patience.Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_public_listener_does_not_serve_it()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" });

        using var answer = await receiver.Http.GetAsync(new Uri(receiver.PublicUrl, "/console"), Patience.Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void Every_file_is_compiled_into_the_program() =>
        Assert.Equal(Files.Select(static row => row.Data.Replace('\\', '/')).Order(StringComparer.Ordinal), new ConsoleAssets().Names.Order(StringComparer.Ordinal));

    private static void AssertHeaders(HttpResponseMessage answer, string caching)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([Policy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(caching, string.Join(", ", answer.Headers.GetValues("Cache-Control").SelectMany(static value => value.Split(", "))));
    }

    [GeneratedRegex(
        @"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|parseFromString|setHTML|srcdoc|\beval\b|\bFunction\(|setTimeout\(['""`]|javascript:|trustedTypes|cssText|\.style\b|""style""|localStorage|sessionStorage|document\.cookie",
        RegexOptions.None,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Forbidden();

    [GeneratedRegex("/console/assets/[0-9a-f]{16}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
