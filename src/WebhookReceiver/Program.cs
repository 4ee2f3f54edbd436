using WebhookReceiver;
using WebhookReceiver.Commands;
using WebhookReceiver.Handlers;
using WebhookReceiver.Listeners;
using WebhookReceiver.Logging;
using WebhookReceiver.Operations;
using WebhookReceiver.Operations.Telemetry;

if (!StartArguments.AreMeant(args))
{
    return await CommandLine.RunAsync(args);
}

try
{
    // The settings are next to the program, so that it starts from any working directory.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = StartArguments.AsSettings(args), ContentRootPath = AppContext.BaseDirectory });

    builder.AddReceiverLogging();
    builder.AddTelemetry();
    builder.AddListeners();
    builder.AddShutdownTimeout();
    builder.AddOperations();
    builder.Services.AddHostedService<SettingsFileWarnings>();

    builder.Services.AddPostgresInbox();
    builder.Services.AddWhatsAppWebhooks()
        .AddHandler<ConversationLogger>();

    var app = builder.Build();

    app.UseListeners();
    app.MapOperations();
    app.MapWhatsAppWebhooks();

    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is not HostAbortedException)
{
    await Console.Error.WriteLineAsync(StartFailure.Explain(exception));
    return 1;
}
