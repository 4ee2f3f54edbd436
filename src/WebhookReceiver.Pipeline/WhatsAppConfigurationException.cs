namespace WebhookReceiver;

/// <summary>The receiver cannot start with its settings. The message has every problem that was found, each on a line of its own that names the key to change, and never the value of a secret.</summary>
/// <remarks>Catch it around the start of an application of your own, print <see cref="Exception.Message"/>, and return an exit code of your choice.</remarks>
public sealed class WhatsAppConfigurationException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public WhatsAppConfigurationException()
    {
    }

    /// <summary>With one problem.</summary>
    /// <param name="message">The problem, which names the key to change.</param>
    public WhatsAppConfigurationException(string message)
        : this([message], innerException: null)
    {
    }

    /// <summary>With one problem and what it follows from.</summary>
    /// <param name="message">The problem, which names the key to change.</param>
    /// <param name="innerException">What went wrong.</param>
    public WhatsAppConfigurationException(string message, Exception innerException)
        : this([message], innerException)
    {
    }

    internal WhatsAppConfigurationException(IReadOnlyList<string> problems, Exception? innerException)
        : base($"The WhatsApp receiver cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(static problem => $"  - {problem}"))}", innerException) =>
        Problems = problems;

    /// <summary>Each problem by itself.</summary>
    public IReadOnlyList<string> Problems { get; } = [];
}
