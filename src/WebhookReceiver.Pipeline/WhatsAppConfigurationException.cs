namespace WebhookReceiver;

/// <summary>The receiver cannot start with its settings. The message lists every problem found, each on its own line with the key to change, and never shows the value of a secret.</summary>
/// <remarks>Catch it around the startup of your own application, print <see cref="Exception.Message"/>, and return an exit code of your choice.</remarks>
public sealed class WhatsAppConfigurationException : Exception
{
    /// <summary>An exception without details.</summary>
    public WhatsAppConfigurationException()
    {
    }

    /// <summary>An exception for one problem.</summary>
    /// <param name="message">The problem, including the key to change.</param>
    public WhatsAppConfigurationException(string message)
        : this([message], innerException: null)
    {
    }

    /// <summary>An exception for one problem and its cause.</summary>
    /// <param name="message">The problem, including the key to change.</param>
    /// <param name="innerException">The cause.</param>
    public WhatsAppConfigurationException(string message, Exception innerException)
        : this([message], innerException)
    {
    }

    internal WhatsAppConfigurationException(IReadOnlyList<string> problems, Exception? innerException)
        : base($"The WhatsApp receiver cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(static problem => $"  - {problem}"))}", innerException) =>
        Problems = problems;

    /// <summary>The problems, one entry each.</summary>
    public IReadOnlyList<string> Problems { get; } = [];
}
