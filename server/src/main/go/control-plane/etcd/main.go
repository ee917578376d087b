// etcd, as its project builds it.
package main

import (
	"os"
	_ "time/tzdata" // images without a time zone database can run it too

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
