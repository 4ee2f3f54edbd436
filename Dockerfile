FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source

# Packages first: this layer is made again only when a project file or a version changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/WebhookReceiver.WhatsApp/*.csproj src/WebhookReceiver.WhatsApp/
COPY src/WebhookReceiver.Pipeline/*.csproj src/WebhookReceiver.Pipeline/
COPY src/WebhookReceiver.Postgres/*.csproj src/WebhookReceiver.Postgres/
COPY src/WebhookReceiver/*.csproj src/WebhookReceiver/
RUN dotnet restore src/WebhookReceiver --use-current-runtime

COPY . .
RUN dotnet publish src/WebhookReceiver --no-restore --use-current-runtime --configuration Release --output /layout/app -p:UseAppHost=false \
    && mkdir -p /layout/data

# Chiseled: no shell, no package manager, and a user that is not root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
COPY --from=build /layout/app /app
COPY --from=build --chown=$APP_UID:$APP_UID /layout/data /data

# Without diagnostics there is no socket by which the same user could read the memory of the process, and the secrets in it.
# Both listeners answer on all addresses of the container; which of them can be reached from outside is decided by what is published.
ENV ASPNETCORE_URLS=http://+:8080 \
    Operations__Url=http://+:8081 \
    Inbox__Directory=/data/inbox \
    Inbox__WaitForFolder=00:00:30 \
    DOTNET_EnableDiagnostics=0

USER $APP_UID
WORKDIR /data
VOLUME /data

# The callback URL. The operations port 8081 is left out on purpose.
EXPOSE 8080

HEALTHCHECK --interval=30s --timeout=10s --start-period=10s CMD ["dotnet", "/app/WebhookReceiver.dll", "health"]
ENTRYPOINT ["dotnet", "/app/WebhookReceiver.dll"]
