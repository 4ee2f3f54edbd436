using WebhookReceiver.Certificates;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Certificates;

/// <summary>Which names a certificate has. Alternative names are separated by spaces.</summary>
public sealed class CertificateNameTests
{
    [Theory]
    [InlineData("CN=meta.example.com", "", true)]
    [InlineData("CN=META.example.com", "", true)]
    [InlineData("C=US, O=Meta, CN=meta.example.com", "", true)]
    [InlineData("CN=anything", "other.example.com Meta.Example.com", true)]
    [InlineData("CN=meta.example.com", "meta.example.com", true)]
    [InlineData("CN=meta.example.com", "other.example.com", false)]
    [InlineData("CN=other.example.com", "", false)]
    [InlineData("CN=a.meta.example.com", "a.meta.example.com", false)]
    [InlineData("CN=*.example.com", "*.example.com", false)]
    [InlineData("CN=meta.example.com.evil.org", "", false)]
    [InlineData("CN=\"meta.example.com, CN=other\"", "", false)]
    [InlineData("CN=meta.example.com, CN=other.example.com", "", false)]
    [InlineData("CN=meta.example.com+O=Meta", "", false)]
    [InlineData("OU=meta.example.com", "", false)]
    [InlineData("O=meta.example.com, CN=other.example.com", "", false)]
    public void A_name_counts_as_a_whole(string subject, string dnsNames, bool expected)
    {
        var certificate = new TestCertificate { Subject = subject, DnsNames = dnsNames.Split(' ', StringSplitOptions.RemoveEmptyEntries) };

        using var issued = TestAuthority.Root().Issue(certificate);

        Assert.Equal(expected, CertificateName.Is("meta.example.com", issued));
    }
}
