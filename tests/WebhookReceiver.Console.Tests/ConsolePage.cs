using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>A tab of the browser with the console in it. It collects everything that a page should never cause: errors, and violations of the content policy.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    public const string Key = "a-key-of-the-console-tests";
    public const string ReadKey = "a-read-key-of-the-console-tests";

    /// <summary>How long is waited for what should appear, in milliseconds: longer than a build server takes that shares two processors with other tests.</summary>
    public const float Patience = 180_000;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly ConcurrentQueue<string> troubles = new();
    private readonly IBrowserContext context;
    private readonly Uri operations;

    private ConsolePage(IBrowserContext context, IPage page, Uri operations)
    {
        this.context = context;
        this.operations = operations;
        Page = page;
        page.PageError += (_, error) => troubles.Enqueue($"error: {error}");
        page.Console += (_, message) =>
        {
            // The browser logs each answer that is an error, which is how the console learns of it.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                troubles.Enqueue($"{message.Type}: {message.Text}");
            }
        };
    }

    public IPage Page { get; }

    public static async Task<ConsolePage> OpenAsync(Chromium chromium, Receiver receiver, string path = "/console", int width = 1400, bool isDark = false)
    {
        var fresh = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Europe/Berlin",
            Locale = "en-GB",
        });
        await fresh.AddInitScriptAsync("addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))");
        var opened = new ConsolePage(fresh, await fresh.NewPageAsync(), receiver.OperationsUrl);
        opened.Page.SetDefaultTimeout(Patience);
        await opened.GoAsync(path);
        return opened;
    }

    public static async Task<ConsolePage> LogInAsync(Chromium chromium, Receiver receiver, string path = "/console", int width = 1400, bool isDark = false, string key = Key)
    {
        var opened = await OpenAsync(chromium, receiver, path, width, isDark);
        await opened.TypeKeyAsync(key);
        await opened.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).First.WaitForAsync();
        return opened;
    }

    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(new Uri(operations, path).ToString(), new() { WaitUntil = WaitUntilState.Load });

    public async Task TypeKeyAsync(string key)
    {
        await Page.GetByLabel("Operations key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }

    /// <summary>Waits until nothing is being read.</summary>
    public Task SettleAsync() => Page.WaitForFunctionAsync("() => document.querySelector('h1') && !document.querySelector('[aria-busy]')");

    /// <summary>Nothing is wrong for people who use a keyboard, a screen reader or little contrast, as far as a program can tell.</summary>
    /// <remarks>
    /// All rules of axe, on the whole page. Not by <c>RunAxe</c> of its package: for the sake of frames, which the console has none of, that loads axe three times and opens another page, which takes
    /// seconds for each page that is looked at.
    /// </remarks>
    public async Task AssertAccessibleAsync()
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(Axe);
        }

        var found = await Page.EvaluateAsync<string>(
            """
            async () => {
              const { violations, passes } = await axe.run(document, { resultTypes: ["violations"] });
              const of = ({ html, any, all, none }) => `\n  ${html} ${[...any, ...all, ...none].map((check) => check.message).join(" ")}`;
              return violations.map(({ id, help, nodes }) => `${id}: ${help}${nodes.slice(0, 4).map(of).join("")}`).join("\n") || (passes.length ? "" : "Nothing was checked.");
            }
            """);
        Assert.True(found.Length is 0, found);
    }

    /// <summary>Nothing is wider than the window, so nobody has to scroll sideways.</summary>
    public async Task AssertFitsAsync()
    {
        var beyond = await Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('dialog')].flatMap((one) => [Math.ceil(one.getBoundingClientRect().right) - innerWidth, one.scrollWidth - one.clientWidth]))");
        Assert.True(beyond <= 0, $"The page is {beyond} pixels wider than the window: {await Page.EvaluateAsync<string>("() => [...document.querySelectorAll('main *, dialog *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map((one) => one.outerHTML.slice(0, 160)).join('\\n')")}");
    }

    /// <summary>Saves a picture for people to look at, when a folder for them is given.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CONSOLE_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        Assert.Empty(troubles);
    }
}
