using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Threading.Tasks;

namespace WaiaaS.Tests.Infrastructure.StandIns;

/// <summary>
/// PowerShell's own, as far as scripts here use it: this engine comes without the module that has it. The requests are
/// real, and errors have the ids, types and bodies of PowerShell's.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "RestMethod")]
public sealed class InvokeRestMethodCommand : PSCmdlet
{
    private const string ResponseErrorId = "WebCmdletWebResponseException";

    [Parameter(Mandatory = true, Position = 0)]
    public Uri Uri { get; set; } = null!;

    [Parameter]
    public string Method { get; set; } = "GET";

    [Parameter]
    public IDictionary? Headers { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    [Parameter]
    public string? ContentType { get; set; }

    [Parameter]
    [ValidateSet("None", "Bearer")]
    public string Authentication { get; set; } = "None";

    [Parameter]
    public SecureString? Token { get; set; }

    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    [Parameter]
    [Alias("ConnectionTimeoutSeconds")]
    public int TimeoutSec { get; set; }

    [Parameter]
    public int MaximumRedirection { get; set; } = 5;

    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    [Parameter]
    public SwitchParameter UseBasicParsing { get; set; }

    protected override void ProcessRecord()
    {
        if (Authentication == "Bearer" && Uri.Scheme != Uri.UriSchemeHttps && !AllowUnencryptedAuthentication)
        {
            var refused = new InvalidOperationException("The cmdlet cannot protect plain text secrets sent over unencrypted connections.");
            ThrowTerminatingError(new ErrorRecord(refused, "WebCmdletAllowUnencryptedAuthenticationRequiredException", ErrorCategory.InvalidArgument, this));
        }

        using HttpRequestMessage request = Request();
        try
        {
            WriteObject(Send(request).GetAwaiter().GetResult());
        }
        catch (TaskCanceledException late)
        {
            ThrowTerminatingError(new ErrorRecord(late, "ConnectionTimeoutReached", ErrorCategory.OperationTimeout, request));
        }
        catch (HttpRequestException failure)
        {
            var record = new ErrorRecord(failure, ResponseErrorId, ErrorCategory.InvalidOperation, request);
            if (failure is HttpResponseException { Body: var body })
                record.ErrorDetails = new ErrorDetails(body);
            ThrowTerminatingError(record);
        }
    }

    private async Task<object?> Send(HttpRequestMessage request)
    {
        using var handler = new HttpClientHandler { UseProxy = !NoProxy, AllowAutoRedirect = MaximumRedirection > 0 };
        using var client = new HttpClient(handler) { Timeout = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : System.Threading.Timeout.InfiniteTimeSpan };
        HttpResponseMessage response = await client.SendAsync(request).ConfigureAwait(false);
        string body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            string status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} ({response.ReasonPhrase})");
            throw new HttpResponseException($"Response status code does not indicate success: {status}.", response, body);
        }

        return response.Content.Headers.ContentType?.MediaType == "application/json" ? Json.ToObject(body) : body;
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method.ToUpperInvariant()), Uri);
        foreach (DictionaryEntry header in Headers ?? new Hashtable())
            request.Headers.Add((string)header.Key, Convert.ToString(header.Value, CultureInfo.InvariantCulture));
        if (Authentication == "Bearer")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", new NetworkCredential(string.Empty, Token).Password);
        if (Content() is { Length: > 0 } content)
            request.Content = new StringContent(content, Encoding.UTF8, ContentType ?? "application/x-www-form-urlencoded");
        return request;
    }

    private string? Content()
    {
        object? body = Body is PSObject wrapped ? wrapped.BaseObject : Body;
        return body is IDictionary form
            ? string.Join('&', form.Cast<DictionaryEntry>().Select(field => $"{Escaped(field.Key)}={Escaped(field.Value)}"))
            : Convert.ToString(body, CultureInfo.InvariantCulture);
    }

    private static string Escaped(object? text) => Uri.EscapeDataString(Convert.ToString(text, CultureInfo.InvariantCulture)!);
}
