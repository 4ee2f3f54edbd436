using k8s;
using k8s.Models;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Deploy;

/// <summary>Each file is judged by the program that it is written for.</summary>
public sealed class When_the_recipes_are_checked : IDisposable
{
    private const string Unit = "whatsapp-webhook-receiver.service";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task systemd_understands_the_unit_and_finds_it_well_confined()
    {
        Machine.NeedsCommands("systemd-analyze");

        // It would look for the program, which is not installed here.
        var unit = directory.File(Unit);
        await File.WriteAllTextAsync(unit, Recipe.Read(Unit, ("/usr/bin/dotnet", "/bin/true")), Patience.Token);

        Assert.Equal(string.Empty, await Machine.RunAsync("systemd-analyze", "verify", unit));

        // 2.0 of 10, where 10 is a service without any confinement; above it the command fails.
        await Machine.RunAsync("systemd-analyze", "security", "--offline=true", "--threshold=20", unit);
    }

    [Fact]
    public async Task Compose_understands_its_file()
    {
        Machine.NeedsCommands("docker-compose");

        await Machine.RunAsync("env", "HOST=hooks.example.com", "docker-compose", "--file", Recipe.PathOf("compose.yaml"), "config", "--quiet");
        var withoutHost = await Assert.ThrowsAsync<InvalidOperationException>(() => Machine.RunAsync("env", "--unset=HOST", "docker-compose", "--file", Recipe.PathOf("compose.yaml"), "config", "--quiet"));
        Assert.Contains("set HOST in .env", withoutHost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubernetes-journal.yaml", "V1PersistentVolumeClaim", "V1Deployment")]
    [InlineData("kubernetes-postgres.yaml", "V1Deployment", "V1PodDisruptionBudget")]
    [InlineData("kubernetes-front.yaml", "V1Service", "V1NetworkPolicy", "V1Ingress")]
    public void The_manifests_have_only_members_that_Kubernetes_knows(string name, params string[] kinds)
    {
        Assert.Equal(kinds, Objects(name).Select(static one => one.GetType().Name));
        Assert.Throws<YamlDotNet.Core.YamlException>(() => KubernetesYaml.LoadAllFromString(Recipe.Read(name, ("metadata:", "metadatum:")), strict: true));
    }

    [Theory]
    [InlineData("kubernetes-journal.yaml")]
    [InlineData("kubernetes-postgres.yaml")]
    public void The_manifests_fit_together_and_only_the_callback_URL_can_be_reached_from_outside(string name)
    {
        var deployment = Objects(name).OfType<V1Deployment>().Single();
        var front = Objects("kubernetes-front.yaml");
        var pod = deployment.Spec.Template.Spec;
        var container = pod.Containers.Single();

        Assert.Equal(("operations", "operations"), (container.LivenessProbe.HttpGet.Port.Value, container.ReadinessProbe.HttpGet.Port.Value));
        Assert.Equal((8080, 8081), (PortOf(container, "callback"), PortOf(container, "operations")));
        Assert.Equal("callback", Assert.Single(front.OfType<V1Service>().Single().Spec.Ports).TargetPort.Value);
        Assert.Equal("callback", Assert.Single(Assert.Single(front.OfType<V1NetworkPolicy>().Single().Spec.Ingress).Ports).Port.Value);
        Assert.Equal(deployment.Spec.Template.Metadata.Labels, front.OfType<V1Service>().Single().Spec.Selector);
        Assert.Equal(deployment.Spec.Template.Metadata.Labels, deployment.Spec.Selector.MatchLabels);
        Assert.All(pod.Volumes, volume => Assert.Contains(container.VolumeMounts, mount => string.Equals(mount.Name, volume.Name, StringComparison.Ordinal)));
        Assert.DoesNotContain(container.VolumeMounts, static mount => mount.SubPath is not null);
    }

    [Fact]
    public void One_pod_at_a_time_has_the_journal()
    {
        var objects = Objects("kubernetes-journal.yaml");
        var deployment = objects.OfType<V1Deployment>().Single();
        var claim = objects.OfType<V1PersistentVolumeClaim>().Single();

        // A second instance on the same journal would wait for the folder for ever.
        Assert.Equal((1, "Recreate"), (deployment.Spec.Replicas, deployment.Spec.Strategy.Type));
        Assert.Equal("ReadWriteOncePod", Assert.Single(claim.Spec.AccessModes));
        Assert.Equal(claim.Metadata.Name, deployment.Spec.Template.Spec.Volumes.Single(static volume => volume.PersistentVolumeClaim is not null).PersistentVolumeClaim.ClaimName);
    }

    [Fact]
    public void Several_pods_share_a_database_and_are_replaced_one_after_the_other()
    {
        var objects = Objects("kubernetes-postgres.yaml");
        var deployment = objects.OfType<V1Deployment>().Single();

        Assert.Equal("RollingUpdate", deployment.Spec.Strategy.Type);
        Assert.True(deployment.Spec.Replicas > 1);
        Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
        Assert.DoesNotContain(deployment.Spec.Template.Spec.Volumes, static volume => volume.PersistentVolumeClaim is not null);
        Assert.Equal(deployment.Spec.Selector.MatchLabels, objects.OfType<V1PodDisruptionBudget>().Single().Spec.Selector.MatchLabels);
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("kubernetes-journal.yaml")]
    [InlineData(Unit)]
    public async Task The_receiver_starts_with_the_settings_of_a_recipe(string name)
    {
        foreach (var secret in new[] { "app-secret", "verify-token" })
        {
            await File.WriteAllTextAsync(directory.File(secret), $"scenario-{secret}-0123456789\n", Patience.Token);
        }

        var settings = Recipe.SettingsIn(name);
        Assert.Contains("WhatsApp:AppSecretFile", settings.Keys);

        foreach (var (key, value) in settings)
        {
            settings[key] = value!.EndsWith("app-secret", StringComparison.Ordinal) ? directory.File("app-secret")
                : value.EndsWith("verify-token", StringComparison.Ordinal) ? directory.File("verify-token")
                : key is "Inbox:Directory" ? directory.File("inbox")
                : value;
        }

        settings["WhatsApp:AppSecret"] = settings["WhatsApp:VerifyToken"] = null;
        await using var receiver = Receiver.Start(settings);

        using var answer = await receiver.Http.SendAsync(Notifications.Signed(receiver.Callback, "{}", "scenario-app-secret-0123456789"), Patience.Token);
        answer.EnsureSuccessStatusCode();
    }

    private static List<object> Objects(string name) => KubernetesYaml.LoadAllFromString(Recipe.Read(name), strict: true);

    private static int PortOf(V1Container container, string name) => container.Ports.Single(port => string.Equals(port.Name, name, StringComparison.Ordinal)).ContainerPort;
}
