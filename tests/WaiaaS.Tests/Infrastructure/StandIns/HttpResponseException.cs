using System.Net.Http;

namespace WaiaaS.Tests.Infrastructure.StandIns;

/// <summary>An answer that is an error, with the response, as PowerShell's own exception has it.</summary>
public sealed class HttpResponseException(string message, HttpResponseMessage response, string body)
    : HttpRequestException(message, inner: null, response.StatusCode)
{
    public HttpResponseMessage Response { get; } = response;

    internal string Body { get; } = body;
}
