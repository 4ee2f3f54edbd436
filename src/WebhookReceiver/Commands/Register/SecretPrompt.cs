using System.Text;

namespace WebhookReceiver.Commands.Register;

/// <summary>Asks on the terminal for a secret, without echo.</summary>
internal static class SecretPrompt
{
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <returns>What was typed, possibly nothing.</returns>
    public static string Ask(string key)
    {
        // Turns off the echo of the terminal before anything can be typed.
        _ = Console.KeyAvailable;
        Console.Error.Write($"{key}: ");
        var typed = new StringBuilder();

        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(typed.Length - 1, 0);
            }
            else if (!char.IsControl(pressed.KeyChar))
            {
                typed.Append(pressed.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString().Trim();
    }
}
