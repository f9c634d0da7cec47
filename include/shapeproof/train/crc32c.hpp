// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace sp {

// CRC-32C (Castagnoli), as in RFC 3720, appendix B.4: polynomial 0x1EDC6F41, bits reflected.
inline std::uint32_t crc32c(std::string_view bytes) {
  static constexpr auto table = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      entries[i] = i;
      for (int bit = 0; bit < 8; ++bit) entries[i] = entries[i] >> 1 ^ (entries[i] & 1 ? 0x82F63B78u : 0u);
    }
    return entries;
  }();
  std::uint32_t crc = 0xFFFFFFFFu;
  for (char const byte : bytes) crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
  return ~crc;
}

} // namespace sp
