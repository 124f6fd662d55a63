package router

import (
	"fmt"
	"runtime"

	"golang.org/x/sys/unix"
)

// attach opens the TUN device of a network namespace. What is read from it and written to it are IP
// packets as they are, one at a time; it never blocks.
func attach(namespace, device string) (int, error) {
	// The thread stays in the other namespace and ends with the goroutine, as it is never unlocked.
	type result struct {
		fd  int
		err error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread()
		fd, err := attachHere(namespace, device)
		done <- result{fd, err}
	}()
	opened := <-done
	return opened.fd, opened.err
}

func attachHere(namespace, device string) (int, error) {
	target, err := unix.Open(namespace, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, fmt.Errorf("open %s: %w", namespace, err)
	}
	defer unix.Close(target)
	if err := unix.Setns(target, unix.CLONE_NEWNET); err != nil {
		return -1, fmt.Errorf("enter %s: %w", namespace, err)
	}
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return -1, fmt.Errorf("open /dev/net/tun: %w", err)
	}
	request, err := unix.NewIfreq(device)
	if err != nil {
		return -1, err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		unix.Close(fd)
		return -1, fmt.Errorf("take device %s: %w", device, err)
	}
	return fd, nil
}
