using Microsoft.Playwright;
using WebhookReceiver.Console.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace WebhookReceiver.Console.Tests;

/// <summary>The browser of all tests: Debian's Chromium, driven by Playwright. Without it the tests are skipped, except on a build server, where they fail.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    internal IBrowser Browser
    {
        get
        {
            if (browser is null && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
            {
                Assert.Skip("Chromium is not installed (Debian: apt-get install chromium).");
            }

            return browser ?? throw new InvalidOperationException("Chromium is not installed; .ci/run installs it.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is not { } path)
        {
            return;
        }

        // As patient as the other waits: a busy machine needs more than the five seconds that are the default.
        Assertions.SetDefaultExpectTimeout(ConsolePage.Patience);
        playwright = await Playwright.CreateAsync();

        // As root, on a build server, the sandbox of the browser cannot be used; the pages are ours.
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
