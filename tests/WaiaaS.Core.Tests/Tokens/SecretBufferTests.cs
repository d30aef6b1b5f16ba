namespace WaiaaS.Tests.Tokens;

public sealed unsafe class SecretBufferTests
{
    [Fact]
    public void Every_byte_is_zeroed_whatever_the_size()
    {
        for (int size = 0; size <= 300; size++)
        {
            using var buffer = new SecretBuffer(size);
            Assert.True(buffer.Capacity > size);
            new Span<byte>(buffer.Bytes, buffer.Capacity).Fill(0xA5);

            buffer.Wipe();

            Assert.False(new Span<byte>(buffer.Bytes, buffer.Capacity).ContainsAnyExcept((byte)0));
        }
    }
}
