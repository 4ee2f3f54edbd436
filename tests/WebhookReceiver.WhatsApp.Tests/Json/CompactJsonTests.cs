using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class CompactJsonTests
{
    [Theory]
    [InlineData("{ \"a\" :\t1 ,\r\n\"b\":[ ] }", """{"a":1,"b":[]}""")]
    [InlineData(" \n null\t", "null")]
    [InlineData("\"a b\tc\"", "\"a b\tc\"")]
    [InlineData("""[ " \" " , "x" ]""", """[" \" ","x"]""")]
    [InlineData("""[ "\\" , " y " ]""", """["\\"," y "]""")]
    [InlineData("""[ "\\\" , " , 1 ]""", """["\\\" , ",1]""")]
    [InlineData("""{ "k\"" : "\\" , "l" : "\u0022 " }""", """{"k\"":"\\","l":"\u0022 "}""")]
    [InlineData("""[ 1.50 , -0 , 1E+2 , "\/" ]""", """[1.50,-0,1E+2,"\/"]""")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("", "")]
    public void White_space_goes_between_tokens_and_stays_in_strings(string json, string compact) => Assert.Equal(compact, Compact(json));

    [Fact]
    public void What_is_appended_to_a_buffer_is_the_same()
    {
        var output = new ArrayBufferWriter<byte>();

        CompactJson.Write("[ 1, 2 ]"u8, output);
        CompactJson.Write("{ }"u8, output);

        Assert.Equal("[1,2]{}", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Any_JSON_stays_the_same_JSON()
    {
        var random = new Random(20261120);

        for (var n = 0; n < 5000; n++)
        {
            var json = RandomJson.Text(random);

            var compact = Compact(json);

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(compact)), json);
            Assert.False(HasWhiteSpaceBetweenTokens(compact), json);
        }
    }

    private static string Compact(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var output = new byte[bytes.Length];

        return Encoding.UTF8.GetString(output, 0, CompactJson.Write(bytes, output));
    }

    /// <summary>Verified with the framework's reader: the tokens, the colons and the commas must be all there is.</summary>
    private static bool HasWhiteSpaceBetweenTokens(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        var end = 0L;

        while (reader.Read())
        {
            if (bytes.AsSpan((int)end..(int)reader.TokenStartIndex).IndexOfAny(" \t\r\n"u8) >= 0)
            {
                return true;
            }

            var quotes = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
            end = reader.TokenStartIndex + reader.ValueSpan.Length + quotes;
        }

        return bytes.AsSpan((int)end..).IndexOfAny(" \t\r\n"u8) >= 0;
    }
}
