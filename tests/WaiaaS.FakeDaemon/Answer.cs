using System;
using System.Collections.Generic;

namespace WaiaaS.FakeDaemon
{
    /// <summary>What is sent back.</summary>
    internal sealed class Answer
    {
        /// <summary>In a body, the place where what came as authorization is repeated, as careless servers do.</summary>
        public const string Received = "$received";

        /// <summary>The daemon's JSON.</summary>
        public Answer(int status, object json)
            : this(status, "application/json", Json.Write(json))
        {
        }

        public Answer(int status, string contentType, string body)
        {
            Status = status;
            ContentType = contentType;
            Body = body;
            Headers = new List<string>();
        }

        public int Status { get; private set; }

        public string ContentType { get; private set; }

        public string Body { get; set; }

        /// <summary>Further headers, one line each.</summary>
        public IList<string> Headers { get; private set; }

        /// <summary>The daemon's own error.</summary>
        public static Answer Error(int status, string code, string message, string hint = null, object details = null, bool retryable = false)
        {
            List<KeyValuePair<string, object>> error = Json.Object(
                "code", code, "message", message, "requestId", Guid.NewGuid().ToString(), "retryable", retryable);
            if (details != null)
                error.Insert(2, new KeyValuePair<string, object>("details", details));
            if (hint != null)
                error.Add(new KeyValuePair<string, object>("hint", hint));
            return new Answer(status, error);
        }

        /// <summary>What the daemon's schema does not allow.</summary>
        public static Answer Invalid(string path, string message)
        {
            object issue = Json.Object("path", path, "message", message);
            return Error(400, "ACTION_VALIDATION_FAILED", "Validation error", details: Json.Object("issues", new[] { issue }));
        }
    }
}
