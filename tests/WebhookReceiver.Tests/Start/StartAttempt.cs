using System.Reflection;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Start;

/// <summary>
/// The shipped entry point, run in this process with settings on its command line: for a start that fails this is as good as a separate process
/// and ten times as fast. One at a time, because the error stream is shared by the whole process.
/// </summary>
internal static class StartAttempt
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Classes of tests run at the same time.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public static async Task<(int ExitCode, string Message)> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var folder = new TemporaryDirectory();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // A failed start leaves its settings file watchers to the garbage collector, and a user can have only 128 of them.
            ["hostBuilder:reloadConfigOnChange"] = "false",
            ["Urls"] = "http://127.0.0.1:0",
            ["Operations:Url"] = "http://127.0.0.1:0",
            ["Inbox:Directory"] = folder.Path,
            ["WhatsApp:VerifyToken"] = Receiver.VerifyToken,
            ["WhatsApp:AppSecret"] = Receiver.AppSecret,
        };

        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        string[] arguments = [.. all.Where(static setting => setting.Value is not null).Select(static setting => $"--{setting.Key}={setting.Value}")];
        await OneAtATime.WaitAsync();
        var earlier = Console.Error;
        using var message = new StringWriter();
        Console.SetError(message);

        try
        {
            var main = typeof(Program).Assembly.EntryPoint!;
            var exitCode = await Task.Run(() => (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null)!).WaitAsync(Patience);
            return (exitCode, message.ToString());
        }
        finally
        {
            Console.SetError(earlier);
            OneAtATime.Release();
        }
    }
}
